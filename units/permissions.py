"""The API's default permission."""

from django.views import View
from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class IsMember(BasePermission):
    """Only people whose roles the middleware found; each service then asks its own policy."""

    message = "您不是本辖区的人员，不能使用此接口。"

    def has_permission(self, request: Request, view: View) -> bool:
        return getattr(request._request, "actor", None) is not None
