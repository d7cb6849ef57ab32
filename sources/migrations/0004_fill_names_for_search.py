"""Write the spellings of the names of all that is recorded already."""

from django.db import migrations

from sources.names import search_text

BATCH = 2_000


def fill(apps, schema_editor):
    named = (("Source", ("name", "short_name", "key"), "aliases"), ("Document", ("title", "key", "url"), None))
    for model, names, aliases in named:
        rows = apps.get_model("sources", model).objects
        written = []
        for row in rows.only("id", *names, *([aliases] if aliases else [])).order_by("id").iterator(chunk_size=BATCH):
            others = getattr(row, aliases).split("\n") if aliases else []
            row.search_text = search_text([*(getattr(row, name) for name in names), *others])
            written.append(row)
            if len(written) == BATCH:
                rows.bulk_update(written, ["search_text"], batch_size=500)
                written = []
        rows.bulk_update(written, ["search_text"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_names_for_search")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
