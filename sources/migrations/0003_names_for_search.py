"""Keep beside each source and document the spellings of its names in one form, so that either alphabet finds it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_unnamed_have_no_relation")]
    operations = [
        migrations.AddField("source", "search_text", models.TextField(blank=True, default="", editable=False)),
        migrations.AddField("document", "search_text", models.TextField(blank=True, default="", editable=False)),
    ]
