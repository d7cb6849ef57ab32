"""A tie is one of two sources, kind and period: a second term of office is a second tie."""

from datetime import date

from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("sources", "0012_undone_retractions")]

    operations = [
        migrations.RemoveConstraint("sourcerelation", "sourcerelation_once"),
        migrations.AddConstraint(
            "sourcerelation",
            models.UniqueConstraint(
                "from_source",
                "to_source",
                "kind",
                Coalesce("from_on", Value(date.min)),
                Coalesce("until_on", Value(date.max)),
                condition=models.Q(("struck_at", None)),
                name="sourcerelation_once",
            ),
        ),
    ]
