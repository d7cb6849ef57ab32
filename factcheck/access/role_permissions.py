"""For migrations: gives an existing role the permission of a new kind of record."""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions


def grant_to(role: str, app: str, codename: str, apps: Any, schema_editor: Any) -> None:
    """Add a permission to a role's group, which is made if there is none."""
    using = schema_editor.connection.alias
    config = apps.get_app_config(app)
    # The apps of a migration have no module of models, and Django makes no permissions of an app without one.
    if getattr(config, "models_module", None) is None:
        config.models_module = installed.get_app_config(app).models_module
    create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=role)
    group.permissions.add(*permissions.filter(content_type__app_label=app, codename=codename))
