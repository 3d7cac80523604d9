"""Addresses of a period's own page and of its circular, under `/<tenant>/`."""

from django.urls import path

from notices import views

app_name = "notices"

urlpatterns = [
    path("periods/<str:label>/", views.period, name="period"),
    path("periods/<str:label>/draft", views.draft, name="draft"),
    path("periods/<str:label>/circular", views.circular, name="circular"),
    path("periods/<str:label>/circular.docx", views.circular_docx, name="circular_docx"),
    path("periods/<str:label>/dispatch.xlsx", views.dispatch_xlsx, name="dispatch_xlsx"),
    path("periods/<str:label>/figures.json", views.figures_json, name="figures_json"),
]
