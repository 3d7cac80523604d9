"""Sign-in, the change of one's own password, and what an administrator enters about people."""

import re
import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from units import selectors
from units.enums import TENANT_ROLES, UNIT_ROLES, Role
from units.errors import NotFound
from units.grants import LABELS
from units.models import Unit, User


class SignInForm(AuthenticationForm):
    """User name or mobile number, and password. A refusal does not tell which of them was wrong."""

    error_messages = {
        "invalid_login": "用户名（手机号）或密码不对，请重新输入。忘记密码请联系本辖区管理员重置。",
        "inactive": "用户名（手机号）或密码不对，请重新输入。忘记密码请联系本辖区管理员重置。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        username, password = self.fields["username"], self.fields["password"]
        username.label, password.label = "用户名或手机号", "密码"
        username.error_messages["required"] = "请输入用户名或手机号。"
        password.error_messages["required"] = "请输入密码。"
        username.widget.attrs.update({"class": "control", "autocapitalize": "none"})
        password.widget.attrs["class"] = "control"


class PasswordForm(forms.Form):
    """The old password once, the new one twice. Whether it is good enough is the service's to say."""

    old = forms.CharField(
        label="原密码",
        strip=False,
        error_messages={"required": "请输入原密码。"},
        widget=forms.PasswordInput(
            attrs={"class": "control", "autocomplete": "current-password", "autofocus": True}
        ),
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        help_text="至少10位，不能全是数字，不能与姓名、用户名相近。",
        error_messages={"required": "请输入新密码。"},
        widget=forms.PasswordInput(attrs={"class": "control", "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一遍新密码",
        strip=False,
        error_messages={"required": "请再输一遍新密码。"},
        widget=forms.PasswordInput(attrs={"class": "control", "autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Both entries of the new password must be the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError("两次输入的新密码不一样，请重新输入。")
        return again


def _text(autocomplete: str, **attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "control", "autocomplete": autocomplete, **attrs})


class UnitField(forms.TypedChoiceField):
    """One of the tenant's units in use. A number that is not offered is not found, whose ever it is (I3)."""

    def __init__(self, *, none: str, **options: Any) -> None:
        def choices() -> list[tuple[str, str]]:
            # Asked for each form: the units are known only once a tenant is open.
            units = Unit.objects.filter(is_active=True)
            return [("", none), *((str(unit.pk), unit.name) for unit in units)]

        super().__init__(
            choices=choices,
            coerce=lambda number: selectors.unit(int(number)),
            empty_value=None,
            widget=forms.Select(attrs={"class": "control"}),
            **options,
        )

    def validate(self, value: str) -> None:
        """NotFound for any number not offered."""
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            raise NotFound("没有这个单位，它可能已撤并。请回到“人员”页，从列表中重新选择。")


def _role_choices() -> list[tuple[str, Any]]:
    groups = (("在一个单位", UNIT_ROLES), ("在整个辖区", TENANT_ROLES))
    return [
        ("", "请选择"),
        *((name, [(r.value, r.label) for r in Role if r in roles]) for name, roles in groups),
    ]


class PlaceForm(forms.Form):
    """A role and, for filers and heads, the unit it is held in."""

    role = forms.TypedChoiceField(
        label="岗位",
        choices=_role_choices,
        coerce=Role,
        error_messages={"required": "请选择岗位。", "invalid_choice": "请从列表中选择岗位。"},
        widget=forms.Select(attrs={"class": "control"}),
    )
    unit = UnitField(
        label="单位", required=False, none="不属于单位", help_text="填报员、单位负责人必选，其他岗位不选。"
    )

    def clean(self) -> dict[str, Any]:
        """The unit must fit the role."""
        cleaned = self.cleaned_data
        role, unit = cleaned.get("role"), cleaned.get("unit")
        if role in UNIT_ROLES and unit is None:
            self.add_error("unit", f"{role.label}要有单位，请选择他所在的单位。")
        if role in TENANT_ROLES and unit is not None:
            self.add_error("unit", f"{role.label}属于整个辖区，请把单位改回“不属于单位”。")
        return cleaned


class PersonForm(PlaceForm):
    """A new person. `confirmed` repeats the user name of an existing account that is meant on purpose."""

    name = forms.CharField(
        label="姓名", max_length=40, error_messages={"required": "请输入姓名。"}, widget=_text("off")
    )
    username = forms.CharField(
        label="用户名",
        max_length=60,
        help_text="用来登录，如姓名全拼。小写字母、数字和 . _ - 都可以，至少3位。",
        error_messages={"required": "请输入用户名。"},
        widget=_text("off", autocapitalize="none", spellcheck="false"),
    )
    phone = forms.CharField(
        label="手机号（可不填）",
        required=False,
        help_text="填了也可以用手机号登录。",
        widget=_text("off", inputmode="tel"),
    )
    email = forms.EmailField(
        label="邮箱（可不填）",
        required=False,
        error_messages={"invalid": "邮箱不像邮箱地址，例如 zhang.san@example.cn，请核对。"},
        widget=forms.EmailInput(attrs={"class": "control", "autocomplete": "off"}),
    )
    confirmed = forms.CharField(required=False)
    field_order = ["name", "username", "phone", "email", "role", "unit"]

    def clean_username(self) -> str:
        """As it will be stored, so that the page shows what one signs in with."""
        typed: str = self.cleaned_data["username"]
        return User.normalize_username(typed).strip().lower()

    def clean_phone(self) -> str:
        """Digits as typed on any keyboard, without the blanks and hyphens some put between them."""
        return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", self.cleaned_data["phone"]))

    @property
    def same_person(self) -> bool:
        """Whether the account of just this user name was confirmed, not one typed before."""
        return bool(self.cleaned_data["confirmed"] == self.cleaned_data["username"])


class GrantForm(forms.Form):
    """An exceptional right on one unit."""

    permission = forms.ChoiceField(
        label="授权",
        choices=LABELS.items(),
        error_messages={"required": "请选择授权。", "invalid_choice": "请从列表中选择授权。"},
        widget=forms.Select(attrs={"class": "control"}),
    )
    unit = UnitField(label="单位", none="请选择", error_messages={"required": "请选择为哪个单位代办。"})
