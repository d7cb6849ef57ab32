"""Hold by trigger, on PostgreSQL, that an unnamed source has no relation and that ``identified`` never flips.

On SQLite operations see to it, and ``manage.py check_integrity`` finds what went round them.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION sources_unnamed_have_no_relation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sources_source WHERE id IN (NEW.from_source_id, NEW.to_source_id) AND NOT identified) THEN
        RAISE EXCEPTION 'an unnamed source has no relations: they would narrow down who it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sourcerelation_of_named_sources';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sourcerelation_of_named_sources BEFORE INSERT OR UPDATE OF from_source_id, to_source_id
    ON sources_sourcerelation FOR EACH ROW EXECUTE FUNCTION sources_unnamed_have_no_relation();

CREATE FUNCTION sources_identified_never_flips() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'whether source % is identified never changes', OLD.key
        USING ERRCODE = 'check_violation', CONSTRAINT = 'source_identified_never_flips';
END $$;
CREATE TRIGGER source_identified_never_flips BEFORE UPDATE OF identified ON sources_source
    FOR EACH ROW WHEN (OLD.identified IS DISTINCT FROM NEW.identified) EXECUTE FUNCTION sources_identified_never_flips();
"""
DROP = """
DROP TRIGGER source_identified_never_flips ON sources_source;
DROP FUNCTION sources_identified_never_flips();
DROP TRIGGER sourcerelation_of_named_sources ON sources_sourcerelation;
DROP FUNCTION sources_unnamed_have_no_relation();
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP, params=None)


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_records")]
    operations = [migrations.RunPython(create, drop)]
