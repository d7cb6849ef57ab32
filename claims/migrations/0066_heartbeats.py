"""When workers, beat and backups last worked, and who stopped a run. Older code works with both."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0064_fill_standing_origins")]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(help_text="By the database's clock.")),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddField(
            model_name="verificationrun",
            name="stopped_by",
            field=models.CharField(
                blank=True, db_default="", help_text="Who stopped it before its end; why is its trouble.", max_length=300
            ),
        ),
    ]
