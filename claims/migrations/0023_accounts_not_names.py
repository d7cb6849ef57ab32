"""Who wrote verdicts, notes and decisions, and whose a webhook is, is an account and not a user name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _account(help_text, **more):
    return models.ForeignKey(
        blank=True,
        help_text=help_text,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0022_run_alive_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "decision",
            "person",
            _account("The account of the actor; empty for jobs, commands and case files.", db_index=False),
        ),
        migrations.AddField("privatenote", "person", _account("The account of the actor.", db_index=False)),
        migrations.AddField(
            "verdictnote", "person", _account("The account of the actor, which decides who may review.", db_index=False)
        ),
        migrations.AddField(
            "verdictnote",
            "may_be",
            models.ManyToManyField(
                blank=True,
                help_text="Of an old row that names its actor only: the accounts that can be meant.",
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "webhooksubscription",
            "owner",
            _account("Who made or last resumed it: once they have left, it is told of nothing."),
        ),
        migrations.AddField(
            "webhooksubscription",
            "of_staff",
            models.BooleanField(default=False, help_text="Its owner was on the desk then."),
        ),
    ]
