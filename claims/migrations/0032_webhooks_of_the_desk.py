"""A webhook is sent what outsiders see, unless it is one of the desk; those of before go on as they were."""

from django.db import migrations, models

_HELP = "It is sent what the desk sees: hidden claims too, who changed what, and every flag."


class Migration(migrations.Migration):
    dependencies = [("claims", "0031_outside_views_of_before")]

    operations = [
        migrations.AddField("webhooksubscription", "desk", models.BooleanField(default=True, help_text=_HELP)),
        migrations.AlterField("webhooksubscription", "desk", models.BooleanField(default=False, help_text=_HELP)),
    ]
