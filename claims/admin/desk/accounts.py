"""Users and groups. A user who leaves is deactivated, not deleted, because revisions keep naming them.

Nobody can grant more than they have. Only a superuser can create another one, or edit the account of a superuser or of anybody
else with more permissions than their own. A deactivated user loses all sessions, tokens and webhooks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.desk.passwords import give, own_password, own_tokens
from claims.admin.desk.sign_ins import sign_in_page
from claims.operations.desk.leaving import has_left, shut_out
from claims.operations.desk.roles import ROLES
from claims.queries.desk.privilege_check import beyond, outranks
from factcheck.access.accounts import give_password
from factcheck.desk.admin_theme import DeskAdmin, UserChangeForm, UserCreationForm
from sources.admin.pages import actor_of, page_url

# Django registers its own pages, where an administrator could grant more than they have.
admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.password_change = own_password  # type: ignore[method-assign,assignment]

#: The fields of an account on which it depends whether somebody may come in at all.
_OPENS: Final = frozenset(("is_active", "is_staff", "is_superuser", "groups", "user_permissions"))

if TYPE_CHECKING:
    _Form = forms.ModelForm[Any]
else:
    _Form = object


class GivingForm(_Form):
    """A form that grants only permissions and groups that the user who fills it in has too."""

    giver: User
    GIVES = ("permissions", "user_permissions", "groups")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.GIVES:
            if name in values and (lacked := self._lacked(name, values[name])):
                self.add_error(
                    name, _("You cannot grant permissions that you do not have: %(lacked)s.") % {"lacked": ", ".join(lacked)}
                )
        return values

    def _lacked(self, name: str, wanted: Any) -> list[str]:
        # Permissions that the account already has are not granted now, so they need no check.
        stored = self.instance.pk is not None
        had = {record.pk for record in getattr(self.instance, name).all()} if stored else set()
        added = [record for record in wanted if record.pk not in had]
        return beyond(self.giver, *(((), added) if name == "groups" else (added, ())))


class GroupForm(GivingForm, forms.ModelForm):  # type: ignore[type-arg]
    pass


class UserForm(GivingForm, UserChangeForm):  # type: ignore[type-arg]
    pass


class NewUserForm(GivingForm, UserCreationForm):  # type: ignore[type-arg]
    """A new user, who may use the admin at once. Whoever fills in the form knows the password."""

    usable_password = None  # type: ignore[assignment] # users sign in with a password only

    class Meta(UserCreationForm.Meta):
        fields = ("username", "first_name", "last_name", "email", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # ``DeskBackend`` signs in staff only: with Django's default the new user would stay locked out.
        self.instance.is_staff = True
        self.fields["groups"].label = _("Roles")
        for name in ("password1", "password2"):
            self.fields[name].required = True
        self.fields["password1"].help_text = _("For the first sign-in only. The user must then choose their own password.")


@admin.register(User)
class UserAdmin(DeskAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    form = UserForm
    add_form = NewUserForm
    add_fieldsets = ((None, {"fields": ("username", "first_name", "last_name", "email", "groups", "password1", "password2")}),)
    list_select_related = ()
    fieldsets = ((None, {"fields": ("username", "password", "sign_in")}), *(DjangoUserAdmin.fieldsets or ())[1:])

    @admin.display(description=gettext_lazy("sign-in"))
    def sign_in(self, obj: User) -> str:
        words = _("Sessions, second factors and the last attempts")
        return format_html('<a class="desk-link" href="../sign-in/">{}</a>', words) if obj.pk else "–"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("own-tokens/", view(own_tokens), name="auth_user_own_tokens"),
            path("<path:id>/sign-in/", view(self.sign_in_view), name="auth_user_sign_in"),
        ]
        return [*own, *super().get_urls()]

    def sign_in_view(self, request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
        return sign_in_page(request, self, self._changeable(request, id))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may: bool = super().has_change_permission(request, obj)
        # Who can change an account can set its password, and with it act with its permissions.
        return may and (obj is None or not outranks(obj, request.user))  # type: ignore[arg-type]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        # Only superusers make superusers: otherwise an administrator could promote themselves.
        return (*fixed, "sign_in") if request.user.is_superuser else (*fixed, "sign_in", "is_superuser")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return _given_by(request, super().get_form(request, obj, change=change, **kwargs))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save an account. A new user must change the password."""
        super().save_model(request, obj, form, change)
        now, actor = timezone.now(), actor_of(request)
        if not change:
            give_password(obj, form.cleaned_data["password1"], at=now, actor=actor)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the roles, too. A user who has left loses access at once."""
        super().save_related(request, form, formsets, change)
        if change and _OPENS.intersection(form.changed_data) and has_left(form.instance):
            shut_out(form.instance, at=timezone.now(), actor=actor_of(request))

    def _changeable(self, request: HttpRequest, id: str) -> User:  # noqa: A002
        person: User | None = self.get_object(request, unquote(id))
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person is None:
            raise Http404(_("There is no such record."))
        return person

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002, ARG002
        person = self._changeable(request, id)
        # Changing one's own password requires the old one, which this page does not ask for.
        if person == request.user:
            return HttpResponseRedirect(reverse("admin:password_change"))
        return give(request, person, page_url(person))


@admin.register(Group)
class GroupAdmin(DeskAdmin, DjangoGroupAdmin):
    form = GroupForm

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        """Make the names of roles read-only, because the code finds roles by name."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "name") if obj is not None and obj.name in ROLES else fixed

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return _given_by(request, super().get_form(request, obj, change=change, **kwargs))


def _given_by(request: HttpRequest, form: Any) -> Any:
    """Set who fills in the form. Django creates the form class anew for each request."""
    form.giver = request.user
    return form
