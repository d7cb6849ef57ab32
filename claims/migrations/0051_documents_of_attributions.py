"""Further documents that hold the statement of an attribution, each with its own quote."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0050_quantities"),
        ("sources", "0014_unnamed_in_company"),
    ]

    operations = [
        migrations.CreateModel(
            name="AttributionDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quote_exact", models.TextField(blank=True)),
                ("quote_prefix", models.CharField(blank=True, max_length=300)),
                ("quote_suffix", models.CharField(blank=True, max_length=300)),
                ("quote_start", models.PositiveIntegerField(blank=True, null=True)),
                ("quote_end", models.PositiveIntegerField(blank=True, null=True)),
                ("quote_translation", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_reason", models.TextField(blank=True)),
                (
                    "attribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="further_documents", to="claims.attribution"
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="further_attributions", to="sources.document"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None)),
                        fields=("attribution", "document"),
                        name="attributiondocument_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at", None), ("struck_reason", "")),
                            models.Q(("struck_at__isnull", False), models.Q(("struck_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attributiondocument_strike_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quote_start", None),
                            ("quote_end", None),
                            ("quote_end__gte", models.F("quote_start")),
                            _connector="OR",
                        ),
                        name="attributiondocument_quote_span",
                    ),
                ],
            },
        ),
    ]
