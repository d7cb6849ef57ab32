"""Mark the withdrawals that retractions of documents made before that was stored.

One is told by its words: by the outlet, with the date and the reason of the retraction, recorded in the same instant, or as the
attribution itself was recorded, from a document that was retracted already. Every other withdrawal stays one of its own.
"""

from django.db import migrations
from django.db.models import F, Q


def mark(apps, schema_editor):
    attributions = apps.get_model("claims", "Attribution").objects
    retracted_at = F("document__withdrawal_recorded_at")
    at_once = Q(withdrawal_recorded_at=retracted_at)
    as_recorded = Q(withdrawal_recorded_at__gt=retracted_at, withdrawal_recorded_at=F("recorded_at"))
    alike = attributions.filter(
        at_once | as_recorded,
        document__withdrawal_recorded_at__isnull=False,
        withdrawn_by="outlet",
        withdrawn_at=F("document__withdrawn_at"),
        withdrawal_reason=F("document__withdrawal_reason"),
    )
    alike.update(withdrawn_with_document=True)


class Migration(migrations.Migration):
    dependencies = [("claims", "0041_undone_withdrawals")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
