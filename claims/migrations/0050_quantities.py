"""The figure that a claim states: from, to, unit, and as of when. The list is filtered by the unit."""

from django.db import migrations, models
from django.db.models import DecimalField, Q
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThanOrEqual

import factcheck.database.exact_decimals

_FIGURE = DecimalField(max_digits=24, decimal_places=6)


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE INDEX claim_quantity_unit ON claims_claim (quantity_unit, id)", params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX claim_quantity_unit", params=None)


class Migration(migrations.Migration):
    dependencies = [("claims", "0049_discrediting")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="quantity_low",
            field=factcheck.database.exact_decimals.ExactDecimalField(
                blank=True, help_text="The figure that it states, at least; empty: open.", null=True
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="quantity_high",
            field=factcheck.database.exact_decimals.ExactDecimalField(
                blank=True, help_text="… and at most; the same for a single figure.", null=True
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="quantity_unit",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="claim",
            name="quantity_as_of",
            field=models.CharField(blank=True, default="", max_length=17),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=Q(quantity_low=None)
                | Q(quantity_high=None)
                | Q(GreaterThanOrEqual(Cast("quantity_high", _FIGURE), Cast("quantity_low", _FIGURE))),
                name="claim_quantity_in_order",
            ),
        ),
        migrations.RunPython(build, drop),
    ]
