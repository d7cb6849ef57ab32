"""Where a copy of a document is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0015_concerns")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="archive_url",
            field=models.URLField(blank=True, default="", help_text="Where a copy of it is kept.", max_length=2000),
        ),
    ]
