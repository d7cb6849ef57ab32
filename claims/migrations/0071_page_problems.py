"""Problems of pages, and anchors of quotes. Older code neither writes nor reads them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0070_chain_heads"),
        ("sources", "0027_link_checks"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("missing_since", models.DateTimeField(blank=True, null=True)),
                ("missing_why", models.CharField(blank=True, max_length=20)),
                ("gone_since", models.DateTimeField(blank=True, null=True)),
                ("gone_checks", models.PositiveSmallIntegerField(default=0)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("last_failed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "archived",
                    models.BooleanField(default=False, help_text="A copy of the page is kept: an archive's, or our own."),
                ),
                ("recorded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=300)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "attribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="page_problems", to="claims.attribution"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.claim"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.document"),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(condition=models.Q(("ended_at", None)), fields=["claim"], name="page_problem_open")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("attribution", "document"), name="page_problem_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("missing_since__isnull", False), ("last_failed_at__isnull", False), _connector="OR"
                        ),
                        name="page_problem_is_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_at", None), ("ended_by", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("ended_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="page_problem_ended_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteAnchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("exact", models.TextField()),
                ("prefix", models.CharField(blank=True, max_length=300)),
                ("suffix", models.CharField(blank=True, max_length=300)),
                ("start", models.PositiveIntegerField(help_text="In the text of the capture.")),
                ("end", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=300)),
                (
                    "attribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="quote_anchors", to="claims.attribution"
                    ),
                ),
                (
                    "capture",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.capture"),
                ),
                (
                    "document",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.document"),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("reason", ""), _negated=True), models.Q(("exact", ""), _negated=True)),
                        name="quote_anchor_says_why",
                    ),
                    models.CheckConstraint(condition=models.Q(("end__gt", models.F("start"))), name="quote_anchor_span"),
                ],
            },
        ),
    ]
