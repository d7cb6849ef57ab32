"""Tables by which names of persons and texts about unnamed sources are found together, for senior editors to look at."""

import django.db.models.deletion
from django.db import migrations, models


def _source(on_delete):
    return models.ForeignKey(on_delete=on_delete, related_name="+", to="sources.source")


class Migration(migrations.Migration):
    dependencies = [("sources", "0005_merged_sources_and_corrections")]

    operations = [
        migrations.CreateModel(
            name="SourceWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60)),
                ("of_person", models.BooleanField()),
                ("source", _source(django.db.models.deletion.CASCADE)),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("word", "of_person", "source"), name="sourceword_once")],
            },
        ),
        migrations.CreateModel(
            name="PersonMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("found_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by", models.CharField(blank=True, max_length=300)),
                ("settled_reason", models.TextField(blank=True)),
                ("person", _source(django.db.models.deletion.PROTECT)),
                ("unnamed", _source(django.db.models.deletion.PROTECT)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("unnamed", "person"), name="personmatch_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", ""), ("settled_reason", "")),
                            models.Q(("settled_at__isnull", False), models.Q(("settled_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="personmatch_settled_whole",
                    ),
                ],
                "indexes": [models.Index(condition=models.Q(("settled_at", None)), fields=["id"], name="personmatch_open")],
            },
        ),
    ]
