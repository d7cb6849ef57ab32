"""When people looked at the front page, and the indexes that it counts by."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0008_bodies_against_the_one_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskVisit",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "before_at",
                    models.DateTimeField(help_text="When the visit before this one ended; empty on the first.", null=True),
                ),
                ("seen_at", models.DateTimeField(help_text="When the front page was last looked at, to the minute.")),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("before_at", None), ("before_at__lte", models.F("seen_at")), _connector="OR"),
                        name="deskvisit_in_order",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            "flag",
            models.Index(
                condition=models.Q(("cleared_at", None)),
                fields=["severity", "raised_at", "waived_until"],
                name="flag_open_severity",
            ),
        ),
        migrations.AddIndex(
            "flag",
            models.Index(
                condition=models.Q(("cleared_at__isnull", False)), fields=["cleared_at", "raised_at"], name="flag_cleared"
            ),
        ),
        migrations.AddIndex(
            "attribution",
            models.Index(
                condition=models.Q(("withdrawal_recorded_at__isnull", False)),
                fields=["withdrawal_recorded_at"],
                name="attribution_withdrawn",
            ),
        ),
    ]
