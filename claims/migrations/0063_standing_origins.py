"""The numbers of origins in the narrow row of a claim, by which lists are narrowed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0062_page_indexes")]

    operations = [
        migrations.AddField(
            model_name="standing",
            name="support_at_least",
            field=models.SmallIntegerField(help_text="The independent origins that certainly support it.", null=True),
        ),
        migrations.AddField(
            model_name="standing",
            name="support_at_most",
            field=models.SmallIntegerField(help_text="The independent origins that may support it.", null=True),
        ),
        migrations.AddField(
            model_name="standing",
            name="support_open",
            field=models.BooleanField(help_text="Whether more origins than that may support it.", null=True),
        ),
    ]
