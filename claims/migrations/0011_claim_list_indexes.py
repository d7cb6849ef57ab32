"""What the list of claims is searched and narrowed by. On PostgreSQL alone: an embedded SQLite holds few claims."""

from django.db import migrations

#: Words of two texts, in no language's grammar, for claims come in any. ASCII signs and the quotation marks and dashes of the
#: press part words: PostgreSQL's parser would take "and/or" for a file, "U.S." for a host and "-5" for a number.
WORDS = """
CREATE FUNCTION claims_words(one text, other text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple', translate(one || ' ' || other,
        '!"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~«»„“”‘’‚‹›–—…·', repeat(' ', 64)))
$$
"""

INDEXES = {
    "claim_words": "claims_claim USING gin (claims_words(key, text))",
    "claimtopic_words": "claims_claimtopic USING gin (claims_words(topic, ''))",
    "attribution_words": (
        "claims_attribution USING gin (claims_words(quote_exact, quote_translation)) WHERE voided_at IS NULL AND quote_exact <> ''"
    ),
    "attribution_said": (
        "claims_attribution (said_at text_pattern_ops, claim_id)"
        " WHERE said_at <> '' AND voided_at IS NULL AND withdrawal_recorded_at IS NULL"
    ),
    "claim_language": "claims_claim (language, id)",
    "claim_stage": "claims_claim (stage, id) WHERE stage <> 'new'",
    "claim_recorded": "claims_claim (recorded_at)",
    "claim_not_public": "claims_claim (id) WHERE NOT public",
    "flag_waived": "claims_flag (claim_id) WHERE cleared_at IS NULL AND waived_until IS NOT NULL",
}

#: So that the planner knows how rare a number of origins is: an index on it would cost each sweep, and statistics cost none.
COUNTS = """
CREATE STATISTICS assessment_counts (mcv)
    ON (result #> '{support,at_least}'), (result #> '{support,at_most}'), (result #> '{support,open}') FROM claims_assessment
"""


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(WORDS, params=None)
        for name, where in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {where}", params=None)
        schema_editor.execute(COUNTS, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP STATISTICS assessment_counts", params=None)
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}", params=None)
        schema_editor.execute("DROP FUNCTION claims_words(text, text)", params=None)


class Migration(migrations.Migration):
    dependencies = [("claims", "0010_saved_views")]

    operations = [migrations.RunPython(build, drop)]
