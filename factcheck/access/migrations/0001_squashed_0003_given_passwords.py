"""All migrations before it as one, for a new database: as they leave it (``tests/test_migrations``)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("access", "0001_tokens"), ("access", "0002_answers_told_again"), ("access", "0003_given_passwords")]

    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(help_text="The part that is no secret.", max_length=12, unique=True, verbose_name="key"),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("name", models.CharField(help_text="What uses it: “CMS, front page”.", max_length=100, verbose_name="name")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "of_staff",
                    models.BooleanField(
                        default=True,
                        editable=False,
                        help_text="Made for somebody on the desk: it works for as long as they are.",
                    ),
                ),
                ("scopes", models.JSONField(default=list, verbose_name="scopes")),
                ("networks", models.JSONField(blank=True, default=list, verbose_name="networks")),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("created_by", models.CharField(max_length=300, verbose_name="made by")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="access.apitoken",
                        verbose_name="replaces",
                    ),
                ),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                ("revoked_by", models.CharField(blank=True, max_length=300, verbose_name="revoked by")),
                ("revoked_reason", models.TextField(blank=True, verbose_name="why")),
            ],
            options={
                "verbose_name": "API token",
                "verbose_name_plural": "API tokens",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", "")),
                            models.Q(("revoked_at__isnull", False), models.Q(("revoked_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="apitoken_revoked_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))), name="apitoken_expires_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answered",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=170)),
                ("key", models.CharField(max_length=200)),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the request: its method, address, If-Match and body.", max_length=64
                    ),
                ),
                ("at", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("headers", models.JSONField(default=dict)),
                ("body", models.BinaryField(help_text="Empty where it held a secret, or was let go of since.", null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="answered_at")],
                "constraints": [models.UniqueConstraint(fields=("who", "key"), name="answered_once")],
            },
        ),
        migrations.CreateModel(
            name="GivenPassword",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="given_password",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("given_by", models.CharField(max_length=300)),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
