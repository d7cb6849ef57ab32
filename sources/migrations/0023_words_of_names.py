"""Indexes of the words of names and titles, by which sources and documents are found; and the words of titles, on record."""

from django.db import migrations

from factcheck.text.search_words import is_kept, keys_of, words_of
from factcheck.text.stored_texts import batches

#: Cut as ``factcheck.text.search_words.LONGEST_WORD``: PostgreSQL refuses words of more than two kilobytes.
FUNCTION = """
CREATE FUNCTION sources_words_of(names text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY(
        SELECT DISTINCT left(word, 60)
        FROM unnest(string_to_array(translate(names, E'\\n', ' '), ' ')) AS word
        WHERE word <> ''
    ))
$$
"""
TABLES = ("source", "document")


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)
        for table in TABLES:
            schema_editor.execute(
                f"CREATE INDEX {table}_search ON sources_{table} USING gin (sources_words_of(search_text))", params=None
            )


def build_before(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP INDEX {table}_search", params=None)
        schema_editor.execute("DROP FUNCTION sources_words_of(text)", params=None)


def record_titles(apps, schema_editor):
    """Put the words of titles on record, so that misspelt ones find them too."""
    rows = apps.get_model("sources", "SearchWord").objects
    for batch in batches(apps.get_model("sources", "Document").objects.all(), ("title",)):
        found = sorted({word for _pk, title in batch for word in words_of(title) if is_kept(word)})
        for start in range(0, len(found), 500):
            words = found[start : start + 500]
            known = set(rows.filter(key=0, word__in=words).values_list("word", flat=True))
            new = [rows.model(word=word, key=key) for word in words if word not in known for key in (0, *sorted(keys_of(word)))]
            rows.bulk_create(new, batch_size=2_000)


class Migration(migrations.Migration):
    dependencies = [("sources", "0021_plain_help_texts")]
    operations = [
        migrations.RunPython(build, build_before),
        migrations.RunPython(record_titles, migrations.RunPython.noop),
    ]
