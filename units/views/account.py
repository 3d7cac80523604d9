"""Pages about oneself: signing in, the password, the choice of a tenant."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from units import selectors, services
from units.demo_accounts import demo_accounts
from units.errors import Invalid
from units.forms.people import PasswordForm, SignInForm
from units.http import TenantRequest
from units.models import User
from units.pages import tenant_page

UNPROCESSABLE = 422


class SignIn(LoginView):
    """Sign-in; a demonstration lists its accounts below the form."""

    template_name = "units/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the demonstration's accounts."""
        return super().get_context_data(demo_accounts=demo_accounts(), **kwargs)


@login_required
@require_GET
def entry(request: HttpRequest) -> HttpResponse:
    """Where a person starts: their tenant, or the choice among several."""
    tenants = selectors.tenants_of(cast(User, request.user))
    if len(tenants) == 1 and "choose" not in request.GET:
        return redirect("reports:home", tenant=tenants[0].slug)
    return render(request, "units/choose_tenant.html", {"tenants": tenants})


@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; asked for before anything else on the first sign-in."""
    user = cast(User, request.user)
    first = user.must_change_password
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_password(user=user, old=form.cleaned_data["old"], new=form.cleaned_data["new"])
        except Invalid as refusal:
            form.add_error(None, refusal.message)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, "新密码已生效，下次登录请用新密码。")
            return redirect("entry")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "units/password.html", {"form": form, "first": first}, status=status)


@tenant_page()
def me(request: TenantRequest) -> HttpResponse:
    """One's own account in this tenant; on a phone the way to the password and out."""
    return render(request, "units/me.html")
