"""Copy the numbers of origins from the current assessment of each claim."""

from importlib import import_module

from django.db import migrations

COUNTS = import_module("claims.migrations.0011_claim_list_indexes").COUNTS
BATCH = 10_000

FILL = {
    "postgresql": """
        UPDATE claims_standing SET
            support_at_least = (a.result #>> '{support,at_least}')::smallint,
            support_at_most = (a.result #>> '{support,at_most}')::smallint,
            support_open = (a.result #>> '{support,open}')::boolean
        FROM claims_assessment a
        WHERE a.id = claims_standing.assessment_id AND claims_standing.support_at_least IS NULL
            AND claims_standing.claim_id > %s AND claims_standing.claim_id <= %s
    """,
    "sqlite": """
        UPDATE claims_standing SET (support_at_least, support_at_most, support_open) = (
            SELECT json_extract(a.result, '$.support.at_least'), json_extract(a.result, '$.support.at_most'),
                json_extract(a.result, '$.support.open')
            FROM claims_assessment a WHERE a.id = claims_standing.assessment_id
        )
        WHERE support_at_least IS NULL AND claim_id > %s AND claim_id <= %s
    """,
}
#: So that the planner knows how rare a number of origins is. Those of assessments, of migration 0011, served the same lists.
STATISTICS = """
CREATE STATISTICS standing_origins (mcv) ON support_at_least, support_at_most, support_open FROM claims_standing
"""
#: Claims with many origins are rare, and their numbers rarely change: a sweep hardly writes it.
MANY = "standing_many_origins ON claims_standing (support_at_least, claim_id) WHERE support_at_least >= 4"


def fill(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(claim_id) FROM claims_standing")
        last = cursor.fetchone()[0] or 0
        for start in range(0, last, BATCH):
            cursor.execute(FILL[connection.vendor], [start, start + BATCH])


def measure(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP STATISTICS IF EXISTS standing_origins, assessment_counts", params=None)
        schema_editor.execute(STATISTICS, params=None)
        schema_editor.execute("DROP INDEX IF EXISTS standing_many_origins", params=None)
        schema_editor.execute(f"CREATE INDEX CONCURRENTLY {MANY}", params=None)


def forget(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP STATISTICS IF EXISTS standing_origins", params=None)
        schema_editor.execute(COUNTS, params=None)
        schema_editor.execute("DROP INDEX IF EXISTS standing_many_origins", params=None)


class Migration(migrations.Migration):
    atomic = False  # each batch by itself; claims that have their numbers are passed over when it is begun again
    dependencies = [("claims", "0063_standing_origins")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(measure, forget),
    ]
