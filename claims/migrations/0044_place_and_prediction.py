"""Where a claim is said to happen, and whether an editor says that it predicts. The place is offered and filtered by on the list."""

from django.db import migrations, models


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE INDEX claim_place ON claims_claim (place, id)", params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX claim_place", params=None)


class Migration(migrations.Migration):
    dependencies = [("claims", "0043_report_help")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="place",
            field=models.CharField(blank=True, default="", help_text="Where it is said to happen.", max_length=300),
        ),
        migrations.AddField(
            model_name="claim",
            name="predicts",
            field=models.BooleanField(blank=True, help_text="Empty: as found from the dates.", null=True),
        ),
        migrations.RunPython(build, drop),
    ]
