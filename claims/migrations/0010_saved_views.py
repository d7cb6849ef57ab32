"""Lists of claims that people saved under a name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("claims", "0009_desk_visits"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                (
                    "query",
                    models.JSONField(help_text="Parameters of the list's address by name; columns are named, not numbered."),
                ),
                (
                    "is_default",
                    models.BooleanField(default=False, help_text="Shown when the list is opened without any filter."),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="savedview_name"),
                    models.UniqueConstraint(condition=Q(("is_default", True)), fields=("user",), name="savedview_one_default"),
                    models.CheckConstraint(condition=Q(("name", ""), _negated=True), name="savedview_named"),
                ],
            },
        ),
    ]
