"""Take the comments of reviewers out of the decisions that tell of verdicts; the notes of the verdicts have them too."""

from django.db import migrations

VERDICTS = ("verdict_published", "verdict_confirmed", "verdict_withdrawn")


def clear(apps, schema_editor):
    apps.get_model("claims", "Decision").objects.filter(kind__in=VERDICTS).exclude(reason="").update(reason="")


def fill(apps, schema_editor):
    """Give those decisions a reason, which the constraint of before asks for."""
    bare = apps.get_model("claims", "Decision").objects.filter(kind__in=VERDICTS, reason="")
    bare.update(reason="What was said is in the notes of the verdict.")


class Migration(migrations.Migration):
    dependencies = [("claims", "0025_verdict_decisions_without_reason")]

    operations = [migrations.RunPython(clear, fill)]
