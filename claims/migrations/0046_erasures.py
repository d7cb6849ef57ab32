"""What was erased for good: who did it, when, why and on whose order, without what it was."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0045_salted_revisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=300)),
                ("reason", models.TextField()),
                (
                    "ordered_by",
                    models.CharField(
                        help_text="On whose order: a court, the person concerned, the editor-in-chief.", max_length=300
                    ),
                ),
                (
                    "how",
                    models.JSONField(default=dict, help_text="Whether whole values alone, either case, and keys were erased."),
                ),
                ("places", models.JSONField(default=list, help_text='[{"table", "column", "rows"} …].')),
                ("claims", models.JSONField(default=list, help_text='[{"claim": key, "revision": number} …].')),
                ("sent", models.JSONField(default=list, help_text='[{"webhook", "message", "claim", "revision", "at"} …].')),
                ("stays", models.JSONField(default=list, help_text="As places.")),
                (
                    "finished_at",
                    models.DateTimeField(
                        blank=True, help_text="Empty: it was stopped half-way. Erase the same text again to go on.", null=True
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The account of the actor; empty for commands.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": ("add", "view"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("ordered_by", ""), _negated=True)
                        ),
                        name="erasure_says_why",
                    )
                ],
            },
        ),
    ]
