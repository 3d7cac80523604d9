"""The site's addresses: health, sign-in, the API, and everything else under a tenant."""

from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/<slug:tenant>/", include("config.api_urls")),
    path("", include("units.urls")),
    path("<slug:tenant>/", include("hazards.urls")),
    path("<slug:tenant>/", include("reports.urls")),
    path("<slug:tenant>/", include("notices.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
