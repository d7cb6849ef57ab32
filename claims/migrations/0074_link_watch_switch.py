"""Who stopped and started the visits to pages of documents. Older code neither writes nor reads it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0073_proposals")]

    operations = [
        migrations.CreateModel(
            name="LinkWatchSwitch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stopped", models.BooleanField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=300)),
                ("reason", models.TextField()),
            ],
            options={"default_permissions": ()},
        ),
    ]
