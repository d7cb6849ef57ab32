"""Take the short names of unnamed sources away, and look for names of persons in all texts about unnamed sources.

A short name that told who somebody is is kept nowhere, in no audit either: so what was assessed with it does not replay to the
letter. The change that is recorded instead has the claims of such a source assessed and rendered anew.
"""

from datetime import timedelta

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

from sources.names import search_text
from sources.person_names import anchors, how_named, index_words, person_names, readings

BATCH = 1_000
REASON = "An unnamed source has no short name."
#: As `sources.queries.persons` had them when this was written.
TEXTS = ("name", "key", "description", "organisation", "anonymity_reason", "reliability_rationale")
REASONED = ("changed", "merged", "merger undone")


def clear(apps, schema_editor):
    sources, changes = apps.get_model("sources", "Source").objects, apps.get_model("sources", "SourceChange").objects
    for change in changes.filter(source__identified=False).filter(Q(old__has_key="short_name") | Q(new__has_key="short_name")):
        for values in (change.old, change.new):
            values.pop("short_name", None)
        change.save(update_fields=["old", "new"])
    last = changes.order_by("-id").values_list("at", flat=True).first()
    at = timezone.now()
    for source in sources.filter(identified=False).exclude(short_name="").order_by("id"):
        at = last = max(at, last + timedelta(microseconds=1)) if last else at
        source.short_name = ""
        source.search_text = search_text((source.name, source.key))
        source.save(update_fields=["short_name", "search_text"])
        changes.create(source=source, action="changed", new={"short_name": ""}, at=at, actor="migration", reason=REASON)


def find(apps, schema_editor):
    sources = apps.get_model("sources", "Source").objects
    by_word = {}
    for person in sources.filter(identified=True, kind="person").order_by("id").iterator(chunk_size=BATCH):
        names = person_names(person.name, [name for name in (person.short_name, *person.aliases.split("\n")) if name])
        for word in anchors(names):
            by_word.setdefault(word, []).append((person.pk, names))
    written = [(word, pk) for word, persons in by_word.items() for pk, _ in persons]
    word_model, match_model = (apps.get_model("sources", name) for name in ("SourceWord", "PersonMatch"))
    word_model.objects.bulk_create(
        [word_model(word=word, source_id=pk, of_person=True) for word, pk in written], batch_size=BATCH
    )
    now = timezone.now()
    for source in sources.filter(identified=False).order_by("id").iterator(chunk_size=BATCH):
        texts = [getattr(source, name) for name in TEXTS] + reasons(apps, source)
        words = index_words(texts)
        rows = [word_model(word=word, source_id=source.pk, of_person=False) for word in sorted(words)]
        word_model.objects.bulk_create(rows, batch_size=BATCH)
        near = dict(each for word in words for each in by_word.get(word, ()))
        near.pop(source.vouched_by_id, None)
        named = [pk for pk, names in near.items() if any(how_named(readings(text), name) for text in texts for name in names)]
        match_model.objects.bulk_create([match_model(unnamed=source, person_id=pk, found_at=now) for pk in named])


def reasons(apps, source):
    changes, judgements = (apps.get_model("sources", name).objects for name in ("SourceChange", "IndependenceJudgement"))
    told = changes.filter(source=source, action__in=REASONED).exclude(actor="migration", reason=REASON)
    rows = (told, judgements.filter(Q(a=source) | Q(b=source)))
    return [reason for each in rows for reason in each.values_list("reason", flat=True)]


class Migration(migrations.Migration):
    dependencies = [("sources", "0006_person_matches")]
    operations = [
        migrations.RunPython(clear, migrations.RunPython.noop),
        migrations.RunPython(find, migrations.RunPython.noop),
    ]
