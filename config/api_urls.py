"""Addresses of the API, version 1, under `/api/v1/<tenant>/`."""

from rest_framework.routers import SimpleRouter

from reports.api import PeriodViewSet, SubmissionViewSet
from units.api import UnitViewSet

router = SimpleRouter(trailing_slash=False)
router.register("units", UnitViewSet, basename="api-unit")
router.register("periods", PeriodViewSet, basename="api-period")
router.register(r"periods/(?P<label>[^/]+)/submissions", SubmissionViewSet, basename="api-submission")

urlpatterns = router.urls
