"""Bring what is stored of sources to the one form of text, their names for search with it, and their words on record."""

from datetime import timedelta

from django.db import migrations, transaction
from django.db.models import Q
from django.utils import timezone

from factcheck.text.search_words import is_kept, keys_of, words_of
from factcheck.text.stored_texts import batches, bring_to_form, may_differ
from sources.names import search_text

#: As in ``sources.operations.changes`` when this was written.
POLICY_FIELDS = {"name", "short_name", "description", "organisation", "anonymity_reason", "approved_by"}
SOURCE = (
    "name", "short_name", "aliases", "description", "organisation", "homepage", "anonymity_reason", "approved_by",
    "reliability_rationale", "graded_by",
)  # fmt: skip
OTHERS = {"SourceRelation": ("reason", "struck_reason"), "IndependenceJudgement": ("reason",)}


def bring(apps, schema_editor):
    change = apps.get_model("sources", "SourceChange")
    for changed in bring_to_form(apps.get_model("sources", "Source"), SOURCE):
        last = change.objects.order_by("-at").values_list("at", flat=True).first()
        at = max(filter(None, (timezone.now(), last)))
        for number, each in enumerate(changed, start=1):
            dated = at + timedelta(microseconds=number)
            # Who reads sources renders the claims that show them anew: what the policy reads is the same name in other bytes.
            change.objects.create(
                source_id=each.pk, action="changed", old=each.old, new=each.new, at=dated, actor="migration",
                reason="Brought to the one form of text.", applied_at=None if POLICY_FIELDS & each.new.keys() else dated,
            )  # fmt: skip
    for name, columns in OTHERS.items():
        for _ in bring_to_form(apps.get_model("sources", name), columns):
            pass


def name_anew(apps, schema_editor):
    """Write the forms that names are found by anew where they have changed: of scripts other than Latin, and of "dj"."""
    for model, names, aliases in (
        ("Source", ("name", "short_name", "key"), ("aliases",)),
        ("Document", ("title", "key", "url"), ()),
    ):
        rows = apps.get_model("sources", model).objects
        concerned = may_differ(*names, *aliases)
        for name in (*names, *aliases):
            concerned |= Q(**{f"{name}__icontains": "dj"})
        for batch in batches(rows.filter(concerned), (*names, *aliases, "search_text")):
            with transaction.atomic():
                for pk, *texts, stored in batch:
                    others = texts.pop().split("\n") if aliases else []
                    found = search_text(filter(None, [*texts, *others]))
                    if found != stored:
                        rows.filter(pk=pk).update(search_text=found)


def record_words(apps, schema_editor):
    words = apps.get_model("sources", "SearchWord").objects
    for batch in batches(apps.get_model("sources", "Source").objects, ("name", "short_name", "key", "aliases")):
        found = {word for _, *names in batch for name in names for word in words_of(name) if is_kept(word)}
        new = found - set(words.filter(key=0, word__in=found).values_list("word", flat=True))
        words.bulk_create(
            [words.model(word=word, key=key) for word in sorted(new) for key in (0, *sorted(keys_of(word)))], batch_size=2_000
        )


class Migration(migrations.Migration):
    atomic = False  # each batch is stored by itself, and what was done is passed over when it is begun again
    dependencies = [("sources", "0010_words_on_record")]
    operations = [
        migrations.RunPython(bring, migrations.RunPython.noop),
        migrations.RunPython(name_anew, migrations.RunPython.noop),
        migrations.RunPython(record_words, migrations.RunPython.noop),
    ]
