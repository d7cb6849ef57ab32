"""Second records of a source, merged into the first, and what publishers put right in their documents."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0004_fill_names_for_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.TextField(help_text="What was put right, as the publisher says it.")),
                ("said_at", models.CharField(blank=True, help_text="When, as it says: 2024-06-10.", max_length=17)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=300)),
            ],
        ),
        migrations.AlterModelOptions(
            name="source",
            options={
                "permissions": [
                    ("approve_unnamed", "Can approve the use of an unnamed source"),
                    ("grade_source", "Can grade how reliable a source is"),
                    ("merge_source", "Can merge duplicate sources and undo it"),
                ]
            },
        ),
        migrations.RemoveConstraint(
            model_name="source",
            name="source_unnamed_is_its_own_voice",
        ),
        migrations.AddField(
            model_name="source",
            name="merged_into",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged", to="sources.source"
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("identified", True),
                    models.Q(("family", None), ("voice", None)),
                    models.Q(
                        ("family", models.F("merged_into")),
                        ("family__isnull", False),
                        ("merged_into__isnull", False),
                        ("voice", models.F("merged_into")),
                        ("voice__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="source_unnamed_is_its_own_voice",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into", None), models.Q(("merged_into", models.F("id")), _negated=True), _connector="OR"
                ),
                name="source_merged_into_another",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="sources.document"
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(condition=models.Q(("note", ""), _negated=True), name="correction_says_what"),
        ),
    ]
