"""A citation carries the claim of its two ends; on PostgreSQL the trigger that holds the ends together holds it too."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

CHECK = """
CREATE OR REPLACE FUNCTION claims_citation_within_a_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM claims_attribution citing JOIN claims_attribution cited ON cited.claim_id = citing.claim_id
                   WHERE citing.id = NEW.citing_id AND cited.id = NEW.cited_id AND citing.claim_id = NEW.claim_id) THEN
        RAISE EXCEPTION 'citation % -> % joins attributions of two claims', NEW.citing_id, NEW.cited_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'citation_within_a_claim';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER citation_within_a_claim ON claims_citation;
CREATE TRIGGER citation_within_a_claim BEFORE INSERT OR UPDATE OF claim_id, citing_id, cited_id ON claims_citation
    FOR EACH ROW EXECUTE FUNCTION claims_citation_within_a_claim();
"""

#: What stood before (see 0002): the trigger above would go with the column.
UNCHECK = """
DROP TRIGGER citation_within_a_claim ON claims_citation;
CREATE OR REPLACE FUNCTION claims_citation_within_a_claim() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


def fill(apps, schema_editor):
    citation, attribution = apps.get_model("claims", "Citation"), apps.get_model("claims", "Attribution")
    citing = attribution.objects.filter(pk=OuterRef("citing_id"))
    citation.objects.update(claim_id=Subquery(citing.values("claim_id")[:1]))


def check(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CHECK, params=None)


def uncheck(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNCHECK, params=None)


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_scale")]

    operations = [
        migrations.AddField(
            "citation",
            "claim",
            models.ForeignKey(
                editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.claim"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "citation",
            "claim",
            models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.claim"),
        ),
        migrations.RunPython(check, uncheck),
    ]
