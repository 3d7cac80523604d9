"""The administrator's pages: who serves where, adding a person, and what can be done about one."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from units import grants, people, policies, selectors, services
from units.errors import Conflict, DomainError, Invalid, NotAllowed
from units.forms.people import GrantForm, PersonForm, PlaceForm
from units.http import TenantRequest
from units.models import User
from units.pages import tenant_page

P = ParamSpec("P")
UNPROCESSABLE = 422


def administrator_page(
    *methods: str,
) -> Callable[[Callable[Concatenate[TenantRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """A tenant's page that only administrators may open; nobody keeps a copy, since passwords are shown."""

    def decorate(view: Callable[Concatenate[TenantRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: TenantRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not policies.may_administer(request.actor):
                raise NotAllowed("人员由管理员维护。需要加人、换岗或重置密码，请联系本辖区管理员。")
            return view(request, *args, **kwargs)

        return never_cache(tenant_page(*methods)(page))

    return decorate


@administrator_page()
def people_list(request: TenantRequest) -> HttpResponse:
    """Units with their people, and those of the whole tenant; `?q=` looks for units and people."""
    asked = request.GET.get("q", "").strip()
    roster = selectors.roster()
    context = {
        "asked": asked,
        "roster": roster,
        "shown": roster.matching(asked) if asked else roster,
        "lacking": sum(line.lacks_filer for line in roster.units),
    }
    return render(request, "units/people.html", context)


@administrator_page("GET", "HEAD", "POST")
def add(request: TenantRequest) -> HttpResponse:
    """The form for a new person; posting it shows the first password, this once."""
    if request.method != "POST":
        form = PersonForm(initial={"role": request.GET.get("role"), "unit": request.GET.get("unit")})
        return render(request, "units/people_add.html", {"form": form})
    form = PersonForm(request.POST)
    added = _added(request, form) if form.is_valid() else None
    if added is None:
        return render(request, "units/people_add.html", {"form": form}, status=UNPROCESSABLE)
    if added.password is None:
        messages.success(
            request,
            f"“{added.user.username}”原来就有账号，只加了岗位，姓名和密码没有改动。请他用原来的密码登录。",
        )
        return redirect("person", request.tenant.slug, added.user.pk)
    return _password_page(request, added.user, added.password, new=True)


@administrator_page()
def person(request: TenantRequest, user_id: int) -> HttpResponse:
    """One person: the account, the roles, the grants."""
    return _person_page(request, selectors.person(user_id))


@administrator_page("POST")
def give_role(request: TenantRequest, user_id: int) -> HttpResponse:
    """One more role for somebody who serves here already."""
    user, form = selectors.person(user_id), PlaceForm(request.POST, auto_id="role_%s")
    if not form.is_valid():
        return _person_page(request, user, role_form=form)
    role, unit = form.cleaned_data["role"], form.cleaned_data["unit"]
    services.add_member(actor=request.actor, user=user, role=role, unit=unit, at=timezone.now())
    messages.success(request, f"{user.name}现任{unit.name if unit else '本辖区'}{role.label}。")
    return redirect("person", request.tenant.slug, user_id)


@administrator_page("POST")
def take_role(request: TenantRequest, user_id: int, membership_id: int) -> HttpResponse:
    """Take a role away; with the last one the person leaves the list."""
    membership = selectors.membership(user_id, membership_id)
    user, what = membership.user, str(membership.get_role_display())
    try:
        serves_on = people.take_role(actor=request.actor, membership=membership, at=timezone.now())
    except Conflict as refusal:
        return _refused(request, user, refusal)
    if serves_on:
        messages.success(request, f"已收回{user.name}的{what}岗位。")
        return redirect("person", request.tenant.slug, user_id)
    messages.success(request, f"已收回{user.name}的{what}岗位。他在本辖区没有岗位了，不能再进入本辖区。")
    return redirect("people", request.tenant.slug)


@administrator_page("POST")
def give_grant(request: TenantRequest, user_id: int) -> HttpResponse:
    """Let this person fill in or sign for a unit that is not theirs."""
    user, form = selectors.person(user_id), GrantForm(request.POST, auto_id="grant_%s")
    if not form.is_valid():
        return _person_page(request, user, grant_form=form)
    permission, unit = form.cleaned_data["permission"], form.cleaned_data["unit"]
    grants.grant(actor=request.actor, user=user, unit=unit, permission=permission, at=timezone.now())
    messages.success(
        request, f"已授权{user.name}为{unit.name}{grants.LABELS[permission]}，他刷新页面就能看到。"
    )
    return redirect("person", request.tenant.slug, user_id)


@administrator_page("POST")
def take_grant(request: TenantRequest, user_id: int, unit_id: int, permission: str) -> HttpResponse:
    """Take a grant back."""
    user, unit = selectors.person(user_id), selectors.unit(unit_id)
    if permission not in grants.LABELS:
        raise Invalid("没有看懂要收回哪一项授权。请刷新页面，再点一次按钮。")
    grants.revoke(actor=request.actor, user=user, unit=unit, permission=permission, at=timezone.now())
    messages.success(request, f"已收回{user.name}为{unit.name}{grants.LABELS[permission]}的授权。")
    return redirect("person", request.tenant.slug, user_id)


@administrator_page("POST")
def reset_password(request: TenantRequest, user_id: int) -> HttpResponse:
    """A new password, shown this once; whoever is signed in as this person is signed out."""
    user = selectors.person(user_id)
    try:
        password = people.reset_password(actor=request.actor, user=user, at=timezone.now())
    except Conflict as refusal:
        return _refused(request, user, refusal)
    return _password_page(request, user, password, new=False)


@administrator_page("POST")
def set_active(request: TenantRequest, user_id: int) -> HttpResponse:
    """Close or open an account, as the form's `active` (1 or 0) says."""
    user, active = selectors.person(user_id), request.POST.get("active") == "1"
    try:
        people.set_active(actor=request.actor, user=user, active=active, at=timezone.now())
    except Conflict as refusal:
        return _refused(request, user, refusal)
    messages.success(
        request,
        f"已启用{user.name}的账号，他可以登录了。" if active else f"已停用{user.name}的账号，他不能再登录。",
    )
    return redirect("person", request.tenant.slug, user_id)


def _added(request: TenantRequest, form: PersonForm) -> people.Added | None:
    """The person, or None when the form now says why not."""
    entered = {field: form.cleaned_data[field] for field in PersonForm.field_order}
    try:
        return people.add_person(
            actor=request.actor, at=timezone.now(), same_person=form.same_person, **entered
        )
    except people.InvalidPerson as refusal:
        for field, problem in refusal.problems.items():
            form.add_error(field, problem)
    except Conflict as refusal:
        form.add_error(None, refusal.message)
    return None


def _refused(request: TenantRequest, user: User, refusal: DomainError) -> HttpResponse:
    messages.error(request, refusal.message)
    return redirect("person", request.tenant.slug, user.pk)


def _password_page(request: TenantRequest, user: User, password: str, *, new: bool) -> HttpResponse:
    context = {"person": user, "password": password, "new": new}
    return render(request, "units/people_password.html", context)


def _person_page(
    request: TenantRequest,
    user: User,
    *,
    role_form: PlaceForm | None = None,
    grant_form: GrantForm | None = None,
) -> HttpResponse:
    context = {
        "person": user,
        "memberships": selectors.memberships_of(user),
        "grants": selectors.grants_of(user),
        "only_here": selectors.serves_only_here(user),
        "is_oneself": user.pk == request.actor.user_id,
        "role_form": role_form or PlaceForm(auto_id="role_%s"),
        "grant_form": grant_form or GrantForm(auto_id="grant_%s"),
    }
    status = UNPROCESSABLE if role_form or grant_form else 200
    return render(request, "units/people_person.html", context, status=status)
