"""Bring what is stored of claims and documents to the one form of text; the claims that show it are rendered by the next run.

Nobody has reworded anything: no decision is recorded, so that nothing is in doubt. What a revision holds stays as it was shown.
"""

from django.db import migrations, transaction
from django.utils import timezone

from factcheck.text.stored_texts import BATCH, batches, bring_to_form, may_differ
from factcheck.text.texts import in_form, moved

QUOTE = ("quote_exact", "quote_prefix", "quote_suffix", "quote_translation", "withdrawal_reason", "void_reason")
#: Whose claim shows them: by the name of the column that leads there.
SHOWN = {
    ("claims", "Claim", "id"): ("text",),
    ("claims", "Interest", "claim_id"): ("reason", "struck_reason"),
    ("claims", "Decision", "claim_id"): ("reason", "struck_reason"),
    ("claims", "Verdict", "claim_id"): ("rationale",),
    ("claims", "Flag", "claim_id"): ("waiver_reason",),
}
UNSHOWN = {
    ("claims", "Citation"): ("struck_reason",),
    ("claims", "ClaimRelation"): ("struck_reason",),
    ("claims", "VerdictNote"): ("text",),
    ("claims", "PrivateNote"): ("text",),
    ("claims", "DeskPolicy"): ("reason",),
    ("claims", "SavedView"): ("name",),
    ("claims", "WebhookSubscription"): ("name",),
    ("claims", "WebhookStep"): ("reason",),
    ("access", "ApiToken"): ("name", "revoked_reason"),
}


def bring(apps, schema_editor):
    _move_spans(apps)
    _bring_quotes(apps)
    for (app, name, leads_to), columns in SHOWN.items():
        model = apps.get_model(app, name)
        for changed in bring_to_form(model, columns):
            _mark(apps, model.objects.filter(pk__in=[each.pk for each in changed]).values_list(leads_to, flat=True))
    for (app, name), columns in UNSHOWN.items():
        for _ in bring_to_form(apps.get_model(app, name), columns):
            pass
    _bring_documents(apps)
    _bring_rating_words(apps)


def _mark(apps, claims):
    apps.get_model("claims", "Standing").objects.filter(claim_id__in=list(claims)).update(marked_at=timezone.now())


def _move_spans(apps):
    """Move the offsets of quotes with the captured page that they count in, before that comes to the one form itself."""
    captures, attributions = apps.get_model("sources", "Capture").objects, apps.get_model("claims", "Attribution").objects
    for batch in batches(captures.filter(may_differ("text")), ("document_id", "text", "fetched_at")):
        for pk, document, text, at in batch:
            if in_form(text) == text:
                continue
            with transaction.atomic():
                if not captures.filter(document=document, fetched_at__gt=at).exclude(text="").exists():
                    for row in attributions.filter(document=document, quote_start__isnull=False, quote_end__isnull=False):
                        if text[row.quote_start : row.quote_end] == row.quote_exact:
                            span = {"quote_start": moved(text, row.quote_start), "quote_end": moved(text, row.quote_end)}
                            attributions.filter(pk=row.pk).update(**span)
                captures.filter(pk=pk).update(text=in_form(text))


def _bring_quotes(apps):
    """A span that is as long as its quote stays so; where it begins can be told from the page alone."""
    attributions = apps.get_model("claims", "Attribution")
    for changed in bring_to_form(attributions, QUOTE):
        rows = attributions.objects.in_bulk([each.pk for each in changed])
        for each in changed:
            row, words = rows[each.pk], each.old.get("quote_exact")
            if words and None not in (row.quote_start, row.quote_end) and row.quote_end - row.quote_start == len(words):
                end = row.quote_start + len(row.quote_exact)
                attributions.objects.filter(pk=row.pk).update(quote_end=end)
        _mark(apps, {row.claim_id for row in rows.values()})


def _bring_documents(apps):
    attributions = apps.get_model("claims", "Attribution").objects
    documents, corrections = apps.get_model("sources", "Document"), apps.get_model("sources", "Correction")
    for changed in bring_to_form(documents, ("title", "url", "author", "withdrawal_reason")):
        _mark(apps, attributions.filter(document__in=[each.pk for each in changed]).values_list("claim_id", flat=True))
    for changed in bring_to_form(corrections, ("note",)):
        corrected = corrections.objects.filter(pk__in=[each.pk for each in changed]).values("document_id")
        _mark(apps, attributions.filter(document__in=corrected).values_list("claim_id", flat=True))


def _bring_rating_words(apps):
    for changed in bring_to_form(apps.get_model("claims", "RatingWord"), ("word", "definition")):
        rated = apps.get_model("claims", "Verdict").objects.filter(rating__in=[each.pk for each in changed])
        claims = list(rated.values_list("claim_id", flat=True))
        for start in range(0, len(claims), BATCH):
            _mark(apps, claims[start : start + BATCH])


class Migration(migrations.Migration):
    atomic = False  # each batch is stored by itself, and what was done is passed over when it is begun again
    dependencies = [
        ("claims", "0028_claim_words"),
        ("sources", "0011_one_form_of_text"),
        ("access", "0002_answers_told_again"),
    ]
    operations = [migrations.RunPython(bring, migrations.RunPython.noop)]
