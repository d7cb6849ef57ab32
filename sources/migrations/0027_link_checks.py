"""Checks of the pages of documents. Older code neither makes nor reads them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0026_captures"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField()),
                ("outcome", models.CharField(max_length=20)),
                ("http_status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("problem", models.TextField(blank=True, help_text="Why there is no page, in a sentence.")),
                ("recorded_by", models.CharField(max_length=300)),
                (
                    "capture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.capture",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="link_checks", to="sources.document"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("document", "checked_at"), name="link_check_once")],
            },
        ),
        migrations.CreateModel(
            name="LinkState",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="link_state",
                        serialize=False,
                        to="sources.document",
                    ),
                ),
                ("due_at", models.DateTimeField(db_index=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                (
                    "gone_since",
                    models.DateTimeField(
                        blank=True,
                        help_text="The first of the last checks that found no page (404, 410), without a success since.",
                        null=True,
                    ),
                ),
                ("gone_checks", models.PositiveIntegerField(default=0)),
                (
                    "failing_since",
                    models.DateTimeField(
                        blank=True,
                        help_text="The first of the last checks that had no page at all, without any response since.",
                        null=True,
                    ),
                ),
                ("blocked_since", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_at",
                    models.DateTimeField(blank=True, help_text="When a check last found another text than before.", null=True),
                ),
                (
                    "capture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.capture",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("failing_since__isnull", False)), fields=["document"], name="link_state_failing"
                    ),
                    models.Index(
                        condition=models.Q(("blocked_since__isnull", False)), fields=["document"], name="link_state_blocked"
                    ),
                ],
            },
        ),
    ]
