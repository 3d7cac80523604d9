"""Addresses of the pages about oneself, and of the administrator's about people."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from units.views import account, calendar, people

urlpatterns = [
    path("", account.entry, name="entry"),
    path("login", account.SignIn.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("password", account.password, name="password"),
    path("<slug:tenant>/me", account.me, name="me"),
    path("<slug:tenant>/calendar/", calendar.calendar, name="calendar"),
    path("<slug:tenant>/calendar/correct", calendar.correct, name="calendar_correct"),
    path("<slug:tenant>/calendar/hours", calendar.hours, name="calendar_hours"),
    path("<slug:tenant>/calendar/<str:day>/restore", calendar.restore, name="calendar_restore"),
    path("<slug:tenant>/people/", people.people_list, name="people"),
    path("<slug:tenant>/people/add", people.add, name="person_add"),
    path("<slug:tenant>/people/<int:user_id>/", people.person, name="person"),
    path("<slug:tenant>/people/<int:user_id>/roles", people.give_role, name="role_give"),
    path(
        "<slug:tenant>/people/<int:user_id>/roles/<int:membership_id>/take",
        people.take_role,
        name="role_take",
    ),
    path("<slug:tenant>/people/<int:user_id>/grants", people.give_grant, name="grant_give"),
    path(
        "<slug:tenant>/people/<int:user_id>/grants/<int:unit_id>/<slug:permission>/take",
        people.take_grant,
        name="grant_take",
    ),
    path("<slug:tenant>/people/<int:user_id>/password", people.reset_password, name="password_reset"),
    path("<slug:tenant>/people/<int:user_id>/active", people.set_active, name="person_active"),
]
