"""Addresses of the standards library and the judgment assistant, under `/<tenant>/`."""

from django.urls import path

from hazards import views

app_name = "hazards"

urlpatterns = [
    path("standards/", views.standards, name="standards"),
    path("standards/<slug:code>/", views.standard, name="standard"),
    path("judge/", views.judge, name="judge"),
    path("judge/advice", views.advice, name="advice"),
    path("judge/clause/<str:code>", views.clause, name="clause"),
    path("judge/clause/<str:code>/verdict", views.verdict, name="verdict"),
]
