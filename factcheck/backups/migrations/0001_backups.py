"""The record of backups. Older code neither writes nor reads it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(help_text="Of what moment it is.")),
                ("seconds", models.FloatField(help_text="How long it took.")),
                ("actor", models.CharField(help_text="command:backup or job:backup.", max_length=300)),
                ("directory", models.CharField(max_length=1000)),
                ("name", models.CharField(help_text="Of the file.", max_length=300)),
                ("trouble", models.TextField(blank=True, help_text="Why it was not made; empty: it was.")),
                ("bytes", models.BigIntegerField(default=0)),
                ("engine", models.CharField(blank=True, max_length=20)),
                ("server", models.CharField(blank=True, help_text="The version of the database.", max_length=20)),
                ("release", models.CharField(blank=True, max_length=40)),
                (
                    "revisions",
                    models.CharField(blank=True, help_text="The digest over the digests of all revisions.", max_length=64),
                ),
                (
                    "head",
                    models.CharField(
                        blank=True, help_text="Number and digest of the last head of the revision chains.", max_length=100
                    ),
                ),
                ("recipients", models.PositiveIntegerField(default=0, help_text="For how many it is encrypted; 0: it is not.")),
                ("verified_at", models.DateTimeField(blank=True, help_text="When it was last restored on trial.", null=True)),
                ("verified_trouble", models.TextField(blank=True, help_text="What was wrong then; empty: nothing.")),
                (
                    "deleted_at",
                    models.DateTimeField(
                        blank=True, help_text="When the file was deleted, as newer ones replaced it.", null=True
                    ),
                ),
            ],
            options={
                "verbose_name": "backup",
                "verbose_name_plural": "backups",
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["at"], name="backup_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bytes__gt", 0), ("trouble", "")),
                            models.Q(("trouble", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="backup_made_or_trouble",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verified_trouble", ""), ("verified_at__isnull", False), _connector="OR"),
                        name="backup_verified_trouble",
                    ),
                ],
            },
        ),
    ]
