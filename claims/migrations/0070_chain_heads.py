"""Signed heads of all revision chains. Older code neither makes nor reads them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0068_encrypted_notes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("day", models.DateField(help_text="By the desk's clock.")),
                ("made_at", models.DateTimeField()),
                ("after", models.BigIntegerField(help_text="It covers revisions with ids above this,")),
                ("through", models.BigIntegerField(help_text="and up to this.")),
                ("count", models.PositiveIntegerField(help_text="How many these are.")),
                ("rows_sha256", models.CharField(max_length=64)),
                ("leaves_sha256", models.CharField(max_length=64)),
                ("leaves", models.BinaryField(help_text="The revisions, packed, to find which one differs.")),
                ("previous_sha256", models.CharField(blank=True, max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "key_id",
                    models.CharField(
                        blank=True, help_text="Of the key that signed it; empty: it is not signed.", max_length=16
                    ),
                ),
                ("signature", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("through__gte", models.F("after")), ("after__gte", 0)), name="chain_head_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after", 0), ("number", 1), ("previous_sha256", "")),
                            models.Q(("number__gt", 1), models.Q(("previous_sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="chain_head_start",
                    ),
                ],
            },
        ),
    ]
