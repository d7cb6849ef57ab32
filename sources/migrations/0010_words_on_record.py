"""The words on record, by which misspelt ones find what was meant."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0009_accounts_not_names")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60)),
                ("key", models.IntegerField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(condition=models.Q(("key", 0), _negated=True), fields=["key"], name="searchword_key"),
                    models.Index(
                        condition=models.Q(("key", 0)),
                        fields=["word"],
                        name="searchword_word",
                        opclasses=["varchar_pattern_ops"],
                    ),
                ],
            },
        ),
    ]
