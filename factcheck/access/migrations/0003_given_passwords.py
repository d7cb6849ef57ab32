"""A password that an administrator set is noted until its person chooses another; kept answers are found by account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from factcheck.access.names_held import Accounts


def by_account(apps, _schema_editor):
    """Find kept answers by account: whoever was given the user name of somebody else would else be told what they were told."""
    answered = apps.get_model("access", "Answered")
    accounts = Accounts(apps)
    for row in answered.objects.filter(who__startswith="user:").only("who", "at"):
        meant = accounts.of(row.who, row.at)
        if meant is not None and meant.person is not None:
            answered.objects.filter(pk=row.pk).update(who=f"account:{meant.person}")


def of_staff(apps, _schema_editor):
    """Let tokens work on whose people are not on the desk today."""
    apps.get_model("access", "ApiToken").objects.filter(user__is_staff=False).update(of_staff=False)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_answers_told_again"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="GivenPassword",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="given_password",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("given_by", models.CharField(max_length=300)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddField(
            "apitoken",
            "of_staff",
            models.BooleanField(
                default=True, editable=False, help_text="Made for somebody on the desk: it works for as long as they are."
            ),
        ),
        migrations.RunPython(of_staff, migrations.RunPython.noop),
        migrations.RunPython(by_account, migrations.RunPython.noop),
    ]
