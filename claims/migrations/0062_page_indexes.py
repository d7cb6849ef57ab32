"""What pages read of a large record. On PostgreSQL alone, as in 0011: an embedded SQLite holds few claims."""

from django.db import migrations

INDEXES = {
    # The index alone answers which claims a source, or a family of sources, is recorded in.
    "attribution_of_source": "claims_attribution (source_id, claim_id) WHERE voided_at IS NULL",
    # The index alone counts what sources withdrew lately.
    "attribution_taken_back": (
        "claims_attribution (withdrawal_recorded_at, source_id, withdrawn_by)"
        " WHERE withdrawal_recorded_at IS NOT NULL AND voided_at IS NULL"
    ),
    "attribution_voided": "claims_attribution (id) WHERE voided_at IS NOT NULL",
    "claim_removed": "claims_claim (id) WHERE removed_at IS NOT NULL",
    # Waived flags are few, so that a sweep hardly writes it.
    "flag_waived_until": "claims_flag (severity, waived_until) WHERE cleared_at IS NULL AND waived_until IS NOT NULL",
    # Sweeps write most revisions, and do not write this index.
    "revision_action": "claims_revision (action, id) WHERE action <> 'verify'",
    # Revisions are stored in the order of their times: a few bytes for each megabyte of them.
    "revision_at": "claims_revision USING brin (at) WITH (autosummarize = on)",
}


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, where in INDEXES.items():
            # One that an interruption left is invalid.
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}", params=None)
            schema_editor.execute(f"CREATE INDEX CONCURRENTLY {name} ON {where}", params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}", params=None)


class Migration(migrations.Migration):
    atomic = False  # CREATE INDEX CONCURRENTLY, which lets others write meanwhile
    dependencies = [("claims", "0061_people_roles")]

    operations = [migrations.RunPython(build, drop)]
