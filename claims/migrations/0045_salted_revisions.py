"""Revisions commit to what they say by a random salt, and one that erases lists what it erased. Those of before have no salt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0044_place_and_prediction")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="salt",
            field=models.BinaryField(
                help_text="Of its commitments, see claims.revision_chain; empty: its digest is of before there were any.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="sealed",
            field=models.JSONField(
                blank=True, help_text="Commitments to parts that were erased: its digest is still made of these.", null=True
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="erased",
            field=models.JSONField(
                blank=True,
                help_text="Of a revision that erases: on whose order, and which parts of which revisions.",
                null=True,
            ),
        ),
    ]
