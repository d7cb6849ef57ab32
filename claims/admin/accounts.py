"""People and their groups, in the look of the rest. A person who leaves is made inactive: revisions keep naming them.

Who keeps the accounts gives nobody more than they have themselves: only a superuser makes another, or changes the account of
one, or of somebody else who may do more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.translation import gettext as _

from claims.operations.roles import ROLES
from claims.queries.giving import beyond, outranks
from factcheck.admin_theme import AdminPasswordChangeForm, DeskAdmin, UserChangeForm, UserCreationForm

admin.site.unregister(User)
admin.site.unregister(Group)

if TYPE_CHECKING:
    _Form = forms.ModelForm[Any]
else:
    _Form = object


class GivingForm(_Form):
    """A form that gives permissions and groups, as far as whoever fills it in has what they give."""

    giver: User
    GIVES = ("permissions", "user_permissions", "groups")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.GIVES:
            if name in values and (lacked := self._lacked(name, values[name])):
                self.add_error(
                    name, _("You may not give what you do not have yourself: %(lacked)s.") % {"lacked": ", ".join(lacked)}
                )
        return values

    def _lacked(self, name: str, wanted: Any) -> list[str]:
        stored = self.instance.pk is not None
        had = {record.pk for record in getattr(self.instance, name).all()} if stored else set()
        added = [record for record in wanted if record.pk not in had]
        return beyond(self.giver, *(((), added) if name == "groups" else (added, ())))


class GroupForm(GivingForm, forms.ModelForm):  # type: ignore[type-arg]
    pass


class UserForm(GivingForm, UserChangeForm):  # type: ignore[type-arg]
    pass


@admin.register(User)
class UserAdmin(DeskAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    form = UserForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_select_related = ()

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may: bool = super().has_change_permission(request, obj)
        return may and (obj is None or not outranks(obj, request.user))  # type: ignore[arg-type]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        return fixed if request.user.is_superuser else (*fixed, "is_superuser")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return _given_by(request, super().get_form(request, obj, change=change, **kwargs))


@admin.register(Group)
class GroupAdmin(DeskAdmin, DjangoGroupAdmin):
    form = GroupForm

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        """Keep the names of the roles, by which they are found."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "name") if obj is not None and obj.name in ROLES else fixed

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return _given_by(request, super().get_form(request, obj, change=change, **kwargs))


def _given_by(request: HttpRequest, form: Any) -> Any:
    """Tell a form, which is made anew for each request, who fills it in."""
    form.giver = request.user
    return form
