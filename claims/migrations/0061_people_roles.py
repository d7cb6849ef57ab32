"""Those who work on a claim comment on it and record complaints; senior editors strike out comments of others."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

_WORKING = ("add_comment", "view_comment", "add_complaint", "view_complaint")
_EDITING = (*_WORKING, "change_complaint")
GRANTED = {
    "Reporter": _WORKING,
    "Editor": _EDITING,
    "Senior editor": (*_EDITING, "change_comment"),
    "Administrator": (*_EDITING, "change_comment"),
}


def grant(apps, schema_editor):
    using = schema_editor.connection.alias
    config = apps.get_app_config("claims")
    # The apps of a migration have no module of models, and Django makes no permissions of an app without one.
    if getattr(config, "models_module", None) is None:
        config.models_module = installed.get_app_config("claims").models_module
    create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for role, codenames in GRANTED.items():
        group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=role)
        group.permissions.add(*permissions.filter(content_type__app_label="claims", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("claims", "0060_complaints")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
