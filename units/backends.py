"""Sign-in by user name or mobile number."""

import unicodedata
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.http import HttpRequest

from units.models import User


class UsernameOrPhoneBackend(ModelBackend):
    """Accepts either name; a wrong name costs as much time as a wrong password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if not username or not password:
            return None
        name = unicodedata.normalize("NFKC", username).strip().lower()
        user = User.objects.filter(Q(username=name) | Q(phone=name)).first()
        if user is None:
            # The same work as for a real account, so that answering time does not tell which names exist.
            User().set_password(password)
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None
