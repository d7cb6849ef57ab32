"""Administrators stop runs, and see whether the service works."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLE = "Administrator"
GRANTED = ("change_verificationrun",)


def grant(apps, schema_editor):
    using = schema_editor.connection.alias
    config = apps.get_app_config("claims")
    # The apps of a migration have no module of models, and Django makes no permissions of an app without one.
    if getattr(config, "models_module", None) is None:
        config.models_module = installed.get_app_config("claims").models_module
    create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=ROLE)
    group.permissions.add(*permissions.filter(content_type__app_label="claims", codename__in=GRANTED))


class Migration(migrations.Migration):
    dependencies = [("claims", "0066_heartbeats")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
