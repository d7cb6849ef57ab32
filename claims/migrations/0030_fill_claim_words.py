"""Write the words of all claims that are recorded already, and put them on record."""

from django.db import migrations, transaction

from factcheck.text.search_words import as_stored, is_kept, keys_of
from factcheck.text.stored_texts import batches

#: Words remembered as being on record already, so that they are not asked for again: bounds memory.
MOST_REMEMBERED = 200_000


def fill(apps, schema_editor):
    claims = apps.get_model("claims", "Claim").objects.filter(search_words=None)
    remembered = set()
    for batch in batches(claims, ("key", "text")):
        texts = {pk: list(own) for pk, *own in batch}
        _add(texts, apps.get_model("claims", "ClaimTopic").objects, ("topic",))
        quoted = apps.get_model("claims", "Attribution").objects.filter(voided_at=None).exclude(quote_exact="")
        _add(texts, quoted, ("quote_exact", "quote_translation"))
        stored = {pk: as_stored(each) for pk, each in texts.items()}
        rows = apps.get_model("claims", "ClaimWords").objects
        with transaction.atomic():
            rows.bulk_create([rows.model(claim_id=pk, words=words) for pk, words in stored.items()], batch_size=1_000)
            _record(apps, {word for words in stored.values() for word in words.split() if is_kept(word)} - remembered)
        remembered.update(word for words in stored.values() for word in words.split())
        if len(remembered) > MOST_REMEMBERED:
            remembered.clear()


def _add(texts, rows, columns):
    for pk, *found in rows.filter(claim_id__gte=min(texts), claim_id__lte=max(texts)).values_list("claim_id", *columns):
        if pk in texts:
            texts[pk].extend(found)


def _record(apps, found):
    words, wanted = apps.get_model("sources", "SearchWord").objects, sorted(found)
    for start in range(0, len(wanted), 500):
        batch = wanted[start : start + 500]
        known = set(words.filter(key=0, word__in=batch).values_list("word", flat=True))
        new = [words.model(word=word, key=key) for word in batch if word not in known for key in (0, *sorted(keys_of(word)))]
        words.bulk_create(new, batch_size=2_000)


class Migration(migrations.Migration):
    atomic = False  # claims that have their words are passed over when it is begun again
    dependencies = [("claims", "0029_one_form_of_text")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
