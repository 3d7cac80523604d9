"""Addresses of the pages about oneself."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from units import views

urlpatterns = [
    path("", views.entry, name="entry"),
    path("login", views.SignIn.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("password", views.password, name="password"),
    path("<slug:tenant>/me", views.me, name="me"),
]
