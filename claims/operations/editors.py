"""The group of the people who edit."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

EDITORS: Final = "Editors"
#: What editors add and change; everything else of both apps they read. Nobody deletes, and admins alone set the policy.
WRITABLE: Final = {
    "claims": ("claim", "claimrelation", "attribution", "citation", "interest"),
    "sources": ("source", "sourcerelation", "independencejudgement", "document"),
}


def ensure_editors_group() -> Group:
    """Return the group of editors with the permissions that it needs; what an admin gave it beyond those stays."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    reading = Q(content_type__app_label__in=WRITABLE, codename__startswith="view_")
    writing = Q()
    for app, models in WRITABLE.items():
        codenames = [f"{action}_{model}" for model in models for action in ("add", "change")]
        writing |= Q(content_type__app_label=app, codename__in=codenames)
    group.permissions.add(*Permission.objects.filter(reading | writing))
    return group
