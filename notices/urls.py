"""Addresses of a period's own page and of its circular, and of reminders, under `/<tenant>/`."""

from django.urls import path

from notices.views import circulars, reminders

app_name = "notices"

urlpatterns = [
    path("periods/<str:label>/", circulars.period, name="period"),
    path("periods/<str:label>/draft", circulars.draft, name="draft"),
    path("periods/<str:label>/circular", circulars.circular, name="circular"),
    path("periods/<str:label>/circular.docx", circulars.circular_docx, name="circular_docx"),
    path("periods/<str:label>/dispatch.xlsx", circulars.dispatch_xlsx, name="dispatch_xlsx"),
    path("periods/<str:label>/figures.json", circulars.figures_json, name="figures_json"),
    path("periods/<str:label>/chase", reminders.chase, name="chase"),
    path("periods/<str:label>/remind", reminders.send, name="remind"),
]
