"""The number of a claim's last revision stands with its public body alone: a sweep then touches no claim, nor its indexes."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def count_again(apps, schema_editor):
    claim, body = apps.get_model("claims", "Claim"), apps.get_model("claims", "PublicBody")
    numbers = body.objects.filter(claim=OuterRef("pk")).values("revision")
    claim.objects.filter(public_body__isnull=False).update(revision=Subquery(numbers[:1]))


class Migration(migrations.Migration):
    dependencies = [("claims", "0011_claim_list_indexes")]

    operations = [
        migrations.AlterModelOptions("claim", options={"base_manager_name": "objects"}),
        migrations.RunPython(migrations.RunPython.noop, count_again),
        migrations.RemoveField("claim", "revision"),
    ]
