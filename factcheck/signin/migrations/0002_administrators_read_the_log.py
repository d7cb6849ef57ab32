"""Administrators read the sign-in log."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLE = "Administrator"


def grant(apps, schema_editor):
    using = schema_editor.connection.alias
    config = apps.get_app_config("signin")
    # The apps of a migration have no module of models, and Django makes no permissions of an app without one.
    if getattr(config, "models_module", None) is None:
        config.models_module = installed.get_app_config("signin").models_module
    create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=ROLE)
    group.permissions.add(*permissions.filter(content_type__app_label="signin", codename="view_signin"))


class Migration(migrations.Migration):
    dependencies = [
        ("signin", "0001_sessions_and_log"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
