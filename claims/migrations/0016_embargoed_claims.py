"""Embargoes that end are looked for in every batch of a verification: the few claims that have one are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0015_roles")]

    operations = [
        migrations.AddIndex(
            "claim",
            models.Index(condition=models.Q(("embargo_until__isnull", False)), fields=["id"], name="claim_embargoed"),
        ),
    ]
