"""Name in the help of the desk's policy what is counted: independent on-record routes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0032_webhooks_of_the_desk")]

    operations = [
        migrations.AlterField(
            "deskpolicy",
            "min_on_record",
            models.PositiveSmallIntegerField(default=2, help_text="Two-source rule: independent on-record routes."),
        ),
        migrations.AlterField(
            "deskpolicy",
            "min_disinterested",
            models.PositiveSmallIntegerField(default=1, help_text="… from disinterested sources."),
        ),
    ]
