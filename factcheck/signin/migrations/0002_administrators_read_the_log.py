"""Administrators read the sign-in log."""

from functools import partial

from django.db import migrations

from factcheck.access.role_permissions import grant_to

grant = partial(grant_to, "Administrator", "signin", "view_signin")


class Migration(migrations.Migration):
    dependencies = [
        ("signin", "0001_sessions_and_log"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
