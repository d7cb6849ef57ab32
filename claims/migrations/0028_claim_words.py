"""The words by which claims are found: of text, key, topics and quotes in one row, without case and marks."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

#: As ``claims.queries.claims.search`` asks.
INDEXES = {"claim_search": "claims_claimwords USING gin (array_to_tsvector(string_to_array(btrim(words), ' ')))"}
#: Of migration 0011, in whose place this one comes.
BEFORE = ("claim_words", "claimtopic_words", "attribution_words")


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, where in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {where}", params=None)
        for name in BEFORE:
            schema_editor.execute(f"DROP INDEX {name}", params=None)
        schema_editor.execute("DROP FUNCTION claims_words(text, text)", params=None)


def build_before(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        before = import_module("claims.migrations.0011_claim_list_indexes")
        schema_editor.execute(before.WORDS, params=None)
        for name in BEFORE:
            schema_editor.execute(f"CREATE INDEX {name} ON {before.INDEXES[name]}", params=None)


class Migration(migrations.Migration):
    dependencies = [("claims", "0026_verdict_comments_leave_decisions")]

    operations = [
        migrations.CreateModel(
            name="ClaimWords",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_words",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                (
                    "words",
                    models.TextField(help_text="Without case and marks, in their order, with a space before and after each."),
                ),
            ],
            options={"default_permissions": (), "verbose_name_plural": "claim words"},
        ),
        migrations.RunPython(build, build_before),
    ]
