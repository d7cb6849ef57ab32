"""People and their groups, in the look of the rest. A person who leaves is made inactive: revisions keep naming them."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User

from factcheck.admin_theme import AdminPasswordChangeForm, DeskAdmin, UserChangeForm, UserCreationForm

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DeskAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_select_related = ()


@admin.register(Group)
class GroupAdmin(DeskAdmin, DjangoGroupAdmin):
    pass
