"""Keep the retractions of documents that were undone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0011_one_form_of_text"),
    ]

    operations = [
        migrations.CreateModel(
            name="UndoneRetraction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("withdrawn_at", models.CharField(blank=True, help_text="As was recorded of the document.", max_length=17)),
                ("withdrawal_recorded_at", models.DateTimeField()),
                ("withdrawal_reason", models.TextField()),
                ("undone_at", models.DateTimeField()),
                ("undone_by", models.CharField(max_length=300)),
                ("undo_reason", models.TextField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="undone_retractions", to="sources.document"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawal_reason", ""), _negated=True), models.Q(("undo_reason", ""), _negated=True)
                        ),
                        name="undone_retraction_says_why",
                    )
                ],
            },
        ),
    ]
