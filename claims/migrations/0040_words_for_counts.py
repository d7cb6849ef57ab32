"""Say in the help of columns what is counted (independent on-record routes), and what a waiver is bound to."""

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
        migrations.AlterField(
            "flag",
            "waived_findings",
            models.CharField(blank=True, help_text="Digest of what the flag rested on when it was waived.", max_length=32),
        ),
    ]
