"""What a sweep over very many claims needs, and what replaying an assessment needs."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def date_assessments(apps, schema_editor):
    assessment = apps.get_model("claims", "Assessment")
    assessment.objects.update(now=F("at"))


#: Rows that are rewritten in place leave room for it, so that an update touches no index; compressed bodies are not compressed
#: again.
TUNE = (
    "ALTER TABLE claims_claim SET (fillfactor = 85)",
    "ALTER TABLE claims_standing SET (fillfactor = 80)",
    "ALTER TABLE claims_publicbody SET (fillfactor = 80)",
    "ALTER TABLE claims_revision ALTER COLUMN body SET STORAGE EXTERNAL",
)


def tune(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in TUNE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_chunks_tell_what_they_found"), ("sources", "0002_unnamed_have_no_relation")]

    operations = [
        migrations.AddField("assessment", "now", models.DateTimeField(null=True)),
        migrations.AddField(
            "assessment",
            "said_until",
            models.CharField(default="", help_text="What was said later did not count.", max_length=17),
            preserve_default=False,
        ),
        migrations.AddField(
            "assessment",
            "sources_at",
            models.DateTimeField(help_text="Of the last change of a source that it had read.", null=True),
        ),
        migrations.RunPython(date_assessments, migrations.RunPython.noop),
        migrations.AlterField("assessment", "now", models.DateTimeField(help_text="The present that it was made for.")),
        migrations.AddField(
            "standing",
            "fingerprint",
            models.BigIntegerField(
                help_text="Of the stored rows that it was assessed on; see claims.queries.facts.fingerprints.", null=True
            ),
        ),
        migrations.AddField(
            "standing", "now", models.DateTimeField(help_text="The present that it was last assessed for.", null=True)
        ),
        migrations.CreateModel(
            name="SourcePrint",
            fields=[
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="sources.source",
                    ),
                ),
                ("print", models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            "verificationrun",
            "trouble",
            models.TextField(blank=True, help_text="Why a worker last had to leave it; it is taken up again."),
        ),
        migrations.RemoveConstraint("verificationrun", "run_one_at_a_time"),
        migrations.AddConstraint(
            "verificationrun",
            models.UniqueConstraint(condition=Q(("state", "running")), fields=("scope",), name="run_one_at_a_time"),
        ),
        migrations.RunPython(tune, migrations.RunPython.noop),
    ]
