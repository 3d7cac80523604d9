"""Sign-in and the change of one's own password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm


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
