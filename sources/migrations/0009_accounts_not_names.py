"""Who recorded a source, and who approved it, is an account; claims 0024 binds the rows that are there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _account(**more):
    return models.ForeignKey(
        blank=True,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0008_unnamed_have_no_short_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("source", "approver", _account(editable=False)),
        migrations.AddField(
            "sourcechange",
            "person",
            _account(help_text="The account of the actor: who recorded a source does not approve it."),
        ),
        migrations.AddField(
            "sourcechange",
            "may_be",
            models.ManyToManyField(
                blank=True,
                help_text="Of an old row that names its actor only: the accounts that can be meant.",
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
