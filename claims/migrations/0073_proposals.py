"""What extractors proposed on captures, and what editors decided about it. Older code neither writes nor reads it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0072_dead_links"),
        ("sources", "0027_link_checks"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaptureReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("extractor", models.CharField(max_length=100)),
                ("language", models.CharField(max_length=35)),
                ("dropped", models.JSONField(default=dict, help_text="How many invalid proposals were left out, by fault.")),
                ("read_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=300)),
                (
                    "capture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="sources.capture"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ProposedAttribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="From 1, in the order of the text.")),
                ("rule", models.CharField(blank=True, max_length=100)),
                (
                    "confidence",
                    models.FloatField(help_text="The measured precision of the rule, as of the reading.", null=True),
                ),
                ("stance", models.CharField(help_text="A stance, or neither.", max_length=20)),
                ("naming", models.CharField(blank=True, max_length=20)),
                ("hedge", models.CharField(blank=True, max_length=20)),
                ("spans", models.JSONField(help_text="Offsets into the text of the capture, by what is there.")),
                ("decision", models.CharField(blank=True, help_text="Empty: open.", max_length=20)),
                ("rejected_because", models.CharField(blank=True, max_length=20)),
                (
                    "changed",
                    models.CharField(
                        blank=True, help_text="What the editor changed: stance, hedge, chain, text.", max_length=100
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=300)),
                ("attributions", models.ManyToManyField(related_name="+", to="claims.attribution")),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="claims.capturereading"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="capturereading",
            constraint=models.UniqueConstraint(fields=("capture", "extractor", "language"), name="capturereading_once"),
        ),
        migrations.AddConstraint(
            model_name="proposedattribution",
            constraint=models.UniqueConstraint(fields=("reading", "number"), name="proposedattribution_number"),
        ),
        migrations.AddConstraint(
            model_name="proposedattribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("changed", ""), ("decided_at", None), ("decided_by", ""), ("decision", ""), ("rejected_because", "")
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        models.Q(("decided_by", ""), _negated=True),
                        ("decision__in", ("accepted", "edited")),
                        ("rejected_because", ""),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        models.Q(("decided_by", ""), _negated=True),
                        ("decision", "rejected"),
                        (
                            "rejected_because__in",
                            ("wrong_words", "wrong_stance", "wrong_source", "no_statement", "not_of_interest"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="proposedattribution_decided_whole",
            ),
        ),
    ]
