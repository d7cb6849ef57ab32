"""Hold by trigger, on PostgreSQL, that a citation joins two attributions of one claim.

SQLite has no such trigger: Django rebuilds its tables on later migrations, which would drop it unseen. There operations see to
it, and ``manage.py check_integrity`` finds what went round them.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION claims_citation_within_a_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT claim_id FROM claims_attribution WHERE id = NEW.citing_id)
       IS DISTINCT FROM (SELECT claim_id FROM claims_attribution WHERE id = NEW.cited_id) THEN
        RAISE EXCEPTION 'citation % -> % joins attributions of two claims', NEW.citing_id, NEW.cited_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'citation_within_a_claim';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER citation_within_a_claim BEFORE INSERT OR UPDATE OF citing_id, cited_id ON claims_citation
    FOR EACH ROW EXECUTE FUNCTION claims_citation_within_a_claim();

CREATE FUNCTION claims_attribution_keeps_its_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'attribution % cannot move to another claim', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'attribution_keeps_its_claim';
END $$;
CREATE TRIGGER attribution_keeps_its_claim BEFORE UPDATE OF claim_id ON claims_attribution
    FOR EACH ROW WHEN (OLD.claim_id IS DISTINCT FROM NEW.claim_id) EXECUTE FUNCTION claims_attribution_keeps_its_claim();
"""
DROP = """
DROP TRIGGER attribution_keeps_its_claim ON claims_attribution;
DROP FUNCTION claims_attribution_keeps_its_claim();
DROP TRIGGER citation_within_a_claim ON claims_citation;
DROP FUNCTION claims_citation_within_a_claim();
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP, params=None)


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_records")]
    operations = [migrations.RunPython(create, drop)]
