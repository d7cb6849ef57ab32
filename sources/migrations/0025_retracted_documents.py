"""Documents by the time at which their retraction was recorded. On PostgreSQL alone: an embedded SQLite holds few."""

from django.db import migrations

INDEX = "document_withdrawn ON sources_document (withdrawal_recorded_at) WHERE withdrawal_recorded_at IS NOT NULL"


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "DROP INDEX IF EXISTS document_withdrawn", params=None
        )  # one that an interruption left is invalid
        schema_editor.execute(f"CREATE INDEX CONCURRENTLY {INDEX}", params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS document_withdrawn", params=None)


class Migration(migrations.Migration):
    atomic = False  # CREATE INDEX CONCURRENTLY, which lets others write meanwhile
    dependencies = [("sources", "0023_words_of_names")]

    operations = [migrations.RunPython(build, drop)]
