"""Whether workers have a run in hand is judged by the database's clock: that of one machine may be wrong."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0021_outside_views")]

    operations = [
        migrations.AddField(
            model_name="verificationrun",
            name="alive_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                help_text="By the database's clock, when it began, was given to workers, or a chunk ended.",
            ),
        ),
        migrations.AddField(
            model_name="verificationrun",
            name="queued",
            field=models.BooleanField(default=False, help_text="No worker was given it yet, as while the broker is away."),
        ),
    ]
