"""Bodies of revisions may be compressed against the one before; what the service itself writes names assessments unchecked."""

import zlib

import django.db.models.deletion
from django.db import migrations, models

#: Until now each body was compressed alone.
FILL = """
UPDATE claims_revision SET body_from = (
    SELECT max(alone.number) FROM claims_revision alone
    WHERE alone.claim_id = claims_revision.claim_id AND alone.number <= claims_revision.number AND alone.body IS NOT NULL
);
UPDATE claims_publicbody SET body_from = (
    SELECT body_from FROM claims_revision last
    WHERE last.claim_id = claims_publicbody.claim_id AND last.number = claims_publicbody.revision
);
"""


def compress_alone(apps, schema_editor):
    revisions = apps.get_model("claims", "Revision").objects.exclude(body=None).order_by("claim_id", "number")
    claim, body = None, b""
    for revision in revisions.iterator():
        opener = zlib.decompressobj(zdict=body) if revision.claim_id == claim else zlib.decompressobj()
        claim, body = revision.claim_id, opener.decompress(revision.body) + opener.flush()
        revision.body = zlib.compress(body, 1)
        revision.save(update_fields=["body"])


def to_assessment(related_name, null=False):
    return models.ForeignKey(
        blank=null and related_name == "cleared",
        db_constraint=False,
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to="claims.assessment",
    )


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_fewer_indexes")]

    operations = [
        migrations.AddField("revision", "body_from", models.PositiveIntegerField(null=True)),
        migrations.AddField("publicbody", "body_from", models.PositiveIntegerField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunPython(migrations.RunPython.noop, compress_alone),
        migrations.AlterField(
            "revision",
            "body_from",
            models.PositiveIntegerField(help_text="The last revision, up to this one, whose body is packed alone."),
        ),
        migrations.AlterField(
            "publicbody",
            "body_from",
            models.PositiveIntegerField(help_text="As that of the last revision: the next one builds on it."),
        ),
        migrations.AlterField(
            "revision",
            "body",
            models.BinaryField(
                help_text="The public body if this revision changed it, packed by claims.body_packing.", null=True
            ),
        ),
        migrations.AlterField("flag", "raised_by", to_assessment("raised")),
        migrations.AlterField("flag", "cleared_by", to_assessment("cleared", null=True)),
        migrations.AlterField("revision", "assessment", to_assessment("+")),
        migrations.AlterField("standing", "assessment", to_assessment("+", null=True)),
    ]
