"""All migrations before it as one, for a new database: as they leave it, in a tenth of the time (``tests/test_migrations``)."""

from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

#: What Django's operations do not say: triggers, indexes of expressions, room for rows that are rewritten in place.
POSTGRESQL = (
    """CREATE FUNCTION claims_citation_within_a_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM claims_attribution citing JOIN claims_attribution cited ON cited.claim_id = citing.claim_id
                   WHERE citing.id = NEW.citing_id AND cited.id = NEW.cited_id AND citing.claim_id = NEW.claim_id) THEN
        RAISE EXCEPTION 'citation % -> % joins attributions of two claims', NEW.citing_id, NEW.cited_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'citation_within_a_claim';
    END IF;
    RETURN NEW;
END $$""",
    """CREATE TRIGGER citation_within_a_claim BEFORE INSERT OR UPDATE OF claim_id, citing_id, cited_id ON claims_citation
    FOR EACH ROW EXECUTE FUNCTION claims_citation_within_a_claim()""",
    """CREATE FUNCTION claims_attribution_keeps_its_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'attribution % cannot move to another claim', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'attribution_keeps_its_claim';
END $$""",
    """CREATE TRIGGER attribution_keeps_its_claim BEFORE UPDATE OF claim_id ON claims_attribution
    FOR EACH ROW WHEN (OLD.claim_id IS DISTINCT FROM NEW.claim_id) EXECUTE FUNCTION claims_attribution_keeps_its_claim()""",
    "ALTER TABLE claims_claim SET (fillfactor = 85)",
    "ALTER TABLE claims_standing SET (fillfactor = 80)",
    "ALTER TABLE claims_publicbody SET (fillfactor = 80)",
    "ALTER TABLE claims_flag SET (fillfactor = 90)",
    "ALTER TABLE claims_revision ALTER COLUMN body SET STORAGE EXTERNAL",
    """CREATE INDEX attribution_said ON claims_attribution (said_at text_pattern_ops, claim_id)
    WHERE said_at <> '' AND voided_at IS NULL AND withdrawal_recorded_at IS NULL""",
    "CREATE INDEX claim_language ON claims_claim (language, id)",
    "CREATE INDEX claim_stage ON claims_claim (stage, id) WHERE stage <> 'new'",
    "CREATE INDEX claim_recorded ON claims_claim (recorded_at)",
    "CREATE INDEX claim_not_public ON claims_claim (id) WHERE NOT public",
    "CREATE INDEX flag_waived ON claims_flag (claim_id) WHERE cleared_at IS NULL AND waived_until IS NOT NULL",
    "CREATE INDEX claim_search ON claims_claimwords USING gin (array_to_tsvector(string_to_array(btrim(words), ' ')))",
    """CREATE STATISTICS assessment_counts (mcv)
    ON (result #> '{support,at_least}'), (result #> '{support,at_most}'), (result #> '{support,open}') FROM claims_assessment""",
)
DROP = (
    "DROP TRIGGER attribution_keeps_its_claim ON claims_attribution",
    "DROP FUNCTION claims_attribution_keeps_its_claim()",
    "DROP TRIGGER citation_within_a_claim ON claims_citation",
    "DROP FUNCTION claims_citation_within_a_claim()",
)


def build(apps, schema_editor):
    _execute(schema_editor, POSTGRESQL)


def drop(apps, schema_editor):
    _execute(schema_editor, DROP)


def _execute(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement, params=None)


def fill(apps, schema_editor):
    """Add the desk's first words for verdicts and the groups of its roles."""
    import_module("claims.migrations.0014_rating_words").add(apps, schema_editor)
    for roles in ("0015_roles", "0017_token_roles", "0019_webhook_roles"):
        import_module(f"claims.migrations.{roles}").grant(apps, schema_editor)


def take_back(apps, schema_editor):
    import_module("claims.migrations.0015_roles").take_back(apps, schema_editor)


class Migration(migrations.Migration):
    replaces = [
        ("claims", "0001_records"),
        ("claims", "0002_citations_within_a_claim"),
        ("claims", "0003_runs_count_what_they_assess"),
        ("claims", "0004_chunks_tell_what_they_found"),
        ("claims", "0005_scale"),
        ("claims", "0006_citations_know_their_claim"),
        ("claims", "0007_fewer_indexes"),
        ("claims", "0008_bodies_against_the_one_before"),
        ("claims", "0009_desk_visits"),
        ("claims", "0010_saved_views"),
        ("claims", "0011_claim_list_indexes"),
        ("claims", "0012_one_counter_of_revisions"),
        ("claims", "0013_decisions_and_verdicts"),
        ("claims", "0014_rating_words"),
        ("claims", "0015_roles"),
        ("claims", "0016_embargoed_claims"),
        ("claims", "0017_token_roles"),
        ("claims", "0018_webhooks"),
        ("claims", "0019_webhook_roles"),
        ("claims", "0020_open_and_past_flags"),
        ("claims", "0021_outside_views"),
        ("claims", "0022_run_alive_at"),
        ("claims", "0023_accounts_not_names"),
        ("claims", "0024_bind_old_rows_to_accounts"),
        ("claims", "0025_verdict_decisions_without_reason"),
        ("claims", "0026_verdict_comments_leave_decisions"),
        ("claims", "0028_claim_words"),
        ("claims", "0029_one_form_of_text"),
        ("claims", "0030_fill_claim_words"),
        ("claims", "0031_outside_views_of_before"),
        ("claims", "0032_webhooks_of_the_desk"),
        ("claims", "0040_words_for_counts"),
        ("claims", "0041_undone_withdrawals"),
        ("claims", "0042_withdrawals_with_documents"),
        ("claims", "0043_report_help"),
    ]

    initial = True

    dependencies = [
        ("access", "0003_given_passwords"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sources", "0012_undone_retractions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(help_text="Stable; never changes once used.", max_length=100, unique=True)),
                ("text", models.TextField()),
                (
                    "window_from",
                    models.CharField(blank=True, help_text="When it is said to happen, from: 2024, 2024-06 …", max_length=17),
                ),
                ("window_until", models.CharField(blank=True, help_text="… and until.", max_length=17)),
                ("language", models.CharField(blank=True, max_length=35)),
                ("stage", models.CharField(default="new", max_length=20)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(default=5, help_text="0 first … 9 last.")),
                ("public", models.BooleanField(default=True)),
                ("embargo_until", models.DateTimeField(blank=True, null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="claims.claim",
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "removed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When an administrator deleted it: its key and the chain of its revisions are all that is left.",
                        null=True,
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("merge_claim", "Can merge duplicate claims and undo it"),
                    ("split_claim", "Can split a claim into its parts and undo it"),
                    ("remove_claim", "Can delete a claim and leave a tombstone"),
                    ("waive_flag", "Can waive flags"),
                ],
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(condition=models.Q(("embargo_until__isnull", False)), fields=["id"], name="claim_embargoed")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None), models.Q(("merged_into", models.F("id")), _negated=True), _connector="OR"
                        ),
                        name="claim_not_merged_into_itself",
                    ),
                    models.CheckConstraint(condition=models.Q(("priority__lte", 9)), name="claim_priority"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourcePrint",
            fields=[
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="sources.source",
                    ),
                ),
                ("print", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="DeskVisit",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "before_at",
                    models.DateTimeField(help_text="When the visit before this one ended; empty on the first.", null=True),
                ),
                ("seen_at", models.DateTimeField(help_text="When the front page was last looked at, to the minute.")),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("before_at", None), ("before_at__lte", models.F("seen_at")), _connector="OR"),
                        name="deskvisit_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(blank=True, help_text="Empty for a draft.", null=True, unique=True)),
                (
                    "min_on_record",
                    models.PositiveSmallIntegerField(default=2, help_text="Two-source rule: independent on-record routes."),
                ),
                ("min_disinterested", models.PositiveSmallIntegerField(default=1, help_text="… from disinterested sources.")),
                (
                    "shelf_life_days",
                    models.PositiveIntegerField(default=90, help_text="Days after which a claim with nothing new is stale."),
                ),
                (
                    "outcome_grace_days",
                    models.PositiveIntegerField(default=7, help_text="Days after a predicted window to record the outcome."),
                ),
                (
                    "severities",
                    models.JSONField(default=dict, help_text='Where they differ from the rules\' own: {"stale": "warning"}.'),
                ),
                ("switched_off", models.JSONField(default=list, help_text='Flags that are not raised: ["undocumented"].')),
                ("recorded_at", models.DateTimeField(help_text="When it was put in force; of a draft, when it was drafted.")),
                ("recorded_by", models.CharField(max_length=300)),
                ("drafted_by", models.CharField(blank=True, max_length=300)),
                ("dropped_at", models.DateTimeField(blank=True, help_text="When the draft was given up.", null=True)),
                ("reason", models.TextField()),
            ],
            options={
                "verbose_name_plural": "desk policies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("version", None), ("dropped_at", None), _connector="OR"),
                        name="deskpolicy_in_force_or_dropped",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "query",
                    models.JSONField(help_text="Parameters of the list's address by name; columns are named, not numbered."),
                ),
                (
                    "is_default",
                    models.BooleanField(default=False, help_text="Shown when the list is opened without any filter."),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="savedview_name"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("user",), name="savedview_one_default"
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="savedview_named"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(help_text="Stable; never changes once used.", max_length=40, unique=True)),
                ("word", models.CharField(help_text="As readers see it: Mostly true.", max_length=60)),
                ("definition", models.TextField(help_text="What it means, for editors and readers alike.")),
                (
                    "scale",
                    models.SmallIntegerField(
                        blank=True, help_text="Its place on the scale, worst first; empty: off the scale.", null=True
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, help_text="The order in which words are offered.")),
                ("retired_at", models.DateTimeField(blank=True, help_text="Since when it is offered no longer.", null=True)),
            ],
            options={
                "ordering": ["position", "key"],
            },
        ),
        migrations.CreateModel(
            name="WebhookSubscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("url", models.CharField(max_length=2000)),
                (
                    "desk",
                    models.BooleanField(
                        default=False,
                        help_text="It is sent what the desk sees: hidden claims too, who changed what, and every flag.",
                    ),
                ),
                ("wanted", models.JSONField(default=dict, help_text="As the feed is: words by kind; none: every change.")),
                ("place_id", models.BigIntegerField(help_text="The revision up to which messages were made.")),
                ("place_digest", models.CharField(max_length=12)),
                ("secret_number", models.PositiveIntegerField(default=1)),
                (
                    "old_secret_until",
                    models.DateTimeField(
                        blank=True, help_text="Until then messages are signed with the secret before this one, too.", null=True
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=300)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who made or last resumed it: once they have left, it is told of nothing.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("of_staff", models.BooleanField(default=False, help_text="Its owner was on the desk then.")),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                (
                    "probe_at",
                    models.DateTimeField(
                        blank=True, help_text="After many failures in a row one message at a time is tried.", null=True
                    ),
                ),
                (
                    "busy_until",
                    models.DateTimeField(
                        blank=True, help_text="A worker sends its messages, and has it for so long.", null=True
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook",
            },
        ),
        migrations.CreateModel(
            name="ClaimTopic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="claims.claim"),
                ),
                ("topic", models.CharField(max_length=60)),
            ],
            options={
                "indexes": [models.Index(fields=["topic", "claim"], name="claimtopic_topic")],
                "constraints": [models.UniqueConstraint(fields=("claim", "topic"), name="claimtopic_once")],
            },
        ),
        migrations.CreateModel(
            name="ClaimRelation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations_from", to="claims.claim"
                    ),
                ),
                (
                    "to_claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations_to", to="claims.claim"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_reason", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_claim", models.F("to_claim")), _negated=True), name="claimrelation_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("contradicts", "part_of", "supersedes", "restates"))),
                        name="claimrelation_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None)),
                        fields=("from_claim", "to_claim", "kind"),
                        name="claimrelation_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="claims.claim"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("now", models.DateTimeField(help_text="The present that it was made for.")),
                ("said_until", models.CharField(help_text="What was said later did not count.", max_length=17)),
                ("sources_at", models.DateTimeField(help_text="Of the last change of a source that it had read.", null=True)),
                ("status", models.CharField(max_length=20)),
                ("explanation", models.TextField()),
                ("result", models.JSONField()),
                ("policy_version", models.CharField(max_length=40)),
                ("facts_digest", models.CharField(max_length=32)),
                ("findings_digest", models.CharField(max_length=32)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("unsourced", "unverified", "corroborated", "contested"))),
                        name="assessment_status",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attributions", to="claims.claim"
                    ),
                ),
                ("key", models.CharField(help_text="Unique within the claim.", max_length=100)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attributions", to="sources.source"
                    ),
                ),
                ("stance", models.CharField(max_length=20)),
                ("scope", models.CharField(default="full", max_length=20)),
                ("basis", models.CharField(default="statement", max_length=20)),
                ("ground_rule", models.CharField(default="on_the_record", max_length=20)),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attributions",
                        to="sources.document",
                    ),
                ),
                (
                    "document_recorded_at",
                    models.DateTimeField(blank=True, help_text="When we tied the document to it.", null=True),
                ),
                ("quote_exact", models.TextField(blank=True)),
                ("quote_prefix", models.CharField(blank=True, max_length=300)),
                ("quote_suffix", models.CharField(blank=True, max_length=300)),
                ("quote_start", models.PositiveIntegerField(blank=True, null=True)),
                ("quote_end", models.PositiveIntegerField(blank=True, null=True)),
                ("quote_translation", models.TextField(blank=True)),
                (
                    "said_at",
                    models.CharField(blank=True, help_text="2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z.", max_length=17),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="claims.attribution",
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.CharField(blank=True, help_text="When it was taken back, as said.", max_length=17)),
                ("withdrawal_recorded_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=20)),
                ("withdrawal_reason", models.TextField(blank=True)),
                (
                    "withdrawn_with_document",
                    models.BooleanField(
                        default=False, help_text="By the retraction of its document: undoing that takes the withdrawal back."
                    ),
                ),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawal_recorded_at__isnull", False)),
                        fields=["withdrawal_recorded_at"],
                        name="attribution_withdrawn",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "key"), name="attribution_key"),
                    models.CheckConstraint(
                        condition=models.Q(("stance__in", ("supports", "denies", "questions", "declined", "reports"))),
                        name="attribution_stance",
                    ),
                    models.CheckConstraint(condition=models.Q(("scope__in", ("full", "partial"))), name="attribution_scope"),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ("statement", "witness", "evidence", "unstated"))),
                        name="attribution_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground_rule__in", ("on_the_record", "background", "deep_background"))),
                        name="attribution_not_off_the_record",
                        violation_error_message="What was said off the record may not be stored.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes", None), models.Q(("supersedes", models.F("id")), _negated=True), _connector="OR"
                        ),
                        name="attribution_supersedes_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", False), ("voided_at", None)),
                        fields=("supersedes",),
                        name="attribution_superseded_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal_reason", ""),
                                ("withdrawal_recorded_at", None),
                                ("withdrawn_at", ""),
                                ("withdrawn_by", ""),
                            ),
                            models.Q(
                                ("withdrawal_recorded_at__isnull", False),
                                ("withdrawn_by__in", ("source", "outlet")),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="attribution_withdrawal_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_with_document", False),
                            models.Q(("document__isnull", False), ("withdrawn_by", "outlet")),
                            _connector="OR",
                        ),
                        name="attribution_withdrawn_with_its_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None)),
                            models.Q(("voided_at__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attribution_void_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quote_start", None),
                            ("quote_end", None),
                            ("quote_end__gte", models.F("quote_start")),
                            _connector="OR",
                        ),
                        name="attribution_quote_span",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="interests", to="claims.claim"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interests", to="sources.source"
                    ),
                ),
                ("side", models.SmallIntegerField()),
                ("reason", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_reason", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("side__in", (1, -1))), name="interest_side"),
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None)), fields=("claim", "source"), name="interest_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivateNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="private_notes", to="claims.claim"
                    ),
                ),
                ("text", models.TextField()),
                ("actor", models.CharField(max_length=300)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The account of the actor.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_by", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "default_permissions": ("add", "view"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), ("struck_at__isnull", False), _connector="OR"
                        ),
                        name="privatenote_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at", None), ("struck_by", "")),
                            models.Q(("struck_at__isnull", False), models.Q(("struck_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="privatenote_strike_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideView",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="outside_view",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                ("status", models.CharField(max_length=20)),
                ("retired", models.BooleanField(help_text="Whether outsiders see that it was merged or split.")),
                ("flags", models.TextField(blank=True)),
                ("parts", models.TextField()),
                ("digest", models.CharField(max_length=32)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("unsourced", "unverified", "corroborated", "contested"))),
                        name="outsideview_status",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("claim", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="claims.claim")),
                ("opened_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(help_text="When the browser last said so.")),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("claim", "user"), name="openclaim_once")],
            },
        ),
        migrations.CreateModel(
            name="PublicBody",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="public_body",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("at", models.DateTimeField(help_text="Of the last revision.")),
                ("sha256", models.CharField(max_length=64)),
                ("chain_sha256", models.CharField(help_text="Of the last revision: the next one builds on it.", max_length=64)),
                ("body", models.TextField()),
                (
                    "body_from",
                    models.PositiveIntegerField(help_text="As that of the last revision: the next one builds on it."),
                ),
            ],
            options={
                "verbose_name_plural": "public bodies",
            },
        ),
        migrations.CreateModel(
            name="VerificationRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scope",
                    models.CharField(help_text="due, all, claims (chosen by hand), or preview (of a policy).", max_length=10),
                ),
                ("state", models.CharField(default="running", max_length=10)),
                ("actor", models.CharField(max_length=300)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "alive_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="By the database's clock, when it began, was given to workers, or a chunk ended.",
                    ),
                ),
                (
                    "queued",
                    models.BooleanField(default=False, help_text="No worker was given it yet, as while the broker is away."),
                ),
                ("now", models.DateTimeField(help_text="The clock that the whole run uses.")),
                ("policy_version", models.CharField(max_length=40)),
                (
                    "desk_policy",
                    models.PositiveIntegerField(help_text="The version of the desk policy that the whole run uses."),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        help_text="What is previewed.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="previews",
                        to="claims.deskpolicy",
                    ),
                ),
                ("verified", models.PositiveIntegerField(default=0)),
                (
                    "assessed",
                    models.PositiveIntegerField(
                        default=0, help_text="Of those, not proven unchanged by the digest of their facts."
                    ),
                ),
                ("changed", models.PositiveIntegerField(default=0)),
                ("raised", models.PositiveIntegerField(default=0)),
                ("cleared", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                (
                    "surprises",
                    models.PositiveIntegerField(
                        default=0, help_text="Changed though their digest did not: a fault of the digest."
                    ),
                ),
                ("seconds", models.FloatField(default=0, help_text="Spent on its chunks, added up over all workers.")),
                ("trouble", models.TextField(blank=True, help_text="Why a worker last had to leave it; it is taken up again.")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")), fields=("scope",), name="run_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ("due", "all", "claims", "preview"))), name="run_scope"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scope", "preview"), ("draft__isnull", False)),
                            models.Q(models.Q(("scope", "preview"), _negated=True), ("draft", None)),
                            _connector="OR",
                        ),
                        name="run_previews_a_draft",
                    ),
                    models.CheckConstraint(condition=models.Q(("state__in", ("running", "done", "stopped"))), name="run_state"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="verdicts", to="claims.claim"),
                ),
                ("state", models.CharField(default="draft", max_length=12)),
                (
                    "rating",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.ratingword"),
                ),
                ("rationale", models.TextField(help_text="Why, for readers.")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who published or returned it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "findings_digest",
                    models.CharField(blank=True, help_text="The findings that it was published on.", max_length=32),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, help_text="When it was replaced, withdrawn or dropped.", null=True),
                ),
            ],
            options={
                "permissions": [("review_verdict", "Can publish, return and withdraw the verdicts of others")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "in_review", "returned", "published", "replaced", "withdrawn", "dropped"))
                        ),
                        name="verdict_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("published", "replaced", "withdrawn")), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False), models.Q(("decided_by", models.F("drafted_by")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="verdict_four_eyes",
                        violation_error_message="Somebody else than who drafted it has to publish a verdict.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("published", "replaced", "withdrawn")), _negated=True),
                            models.Q(("findings_digest", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="verdict_bound_to_findings",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")), fields=("claim",), name="verdict_one_published"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "in_review", "returned"))),
                        fields=("claim",),
                        name="verdict_one_under_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="claims.webhooksubscription"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=300)),
                ("action", models.CharField(max_length=40)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
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
            options={
                "verbose_name_plural": "claim words",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.assessment",
                    ),
                ),
                ("status", models.CharField(default="unsourced", max_length=20)),
                ("result_digest", models.CharField(blank=True, max_length=32)),
                ("facts_digest", models.CharField(blank=True, max_length=32)),
                ("policy_version", models.CharField(blank=True, max_length=40)),
                ("now", models.DateTimeField(help_text="The present that it was last assessed for.", null=True)),
                ("due_at", models.DateTimeField(blank=True, help_text="When time alone may change the result.", null=True)),
                (
                    "marked_at",
                    models.DateTimeField(blank=True, help_text="Set when something it rests on changed elsewhere.", null=True),
                ),
                ("error", models.TextField(blank=True, help_text="Why the last verification of this claim failed.")),
                (
                    "fingerprint",
                    models.BigIntegerField(
                        help_text="Of the stored rows that it was assessed on; see claims.queries.facts.fingerprints.",
                        null=True,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="standing_due"),
                    models.Index(condition=models.Q(("marked_at__isnull", False)), fields=["claim"], name="standing_marked"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="flags", to="claims.claim"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("severity", models.CharField(max_length=10)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("reason", models.TextField()),
                (
                    "culprits",
                    models.JSONField(
                        default=list, help_text='The records it rests on: [["source", key], ["attribution", key] …].'
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                (
                    "raised_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="raised",
                        to="claims.assessment",
                    ),
                ),
                ("cleared_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cleared_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cleared",
                        to="claims.assessment",
                    ),
                ),
                ("waived_at", models.DateTimeField(blank=True, null=True)),
                ("waived_by", models.CharField(blank=True, max_length=300)),
                ("waiver_reason", models.TextField(blank=True)),
                ("waived_until", models.DateTimeField(blank=True, null=True)),
                (
                    "waived_findings",
                    models.CharField(
                        blank=True, help_text="Digest of what the flag rested on when it was waived.", max_length=32
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("cleared_at", None)), fields=["code", "claim"], name="flag_open_code"),
                    models.Index(
                        condition=models.Q(("cleared_at", None)),
                        fields=["severity", "raised_at", "waived_until"],
                        name="flag_open_severity",
                    ),
                    models.Index(condition=models.Q(("cleared_at__isnull", False)), fields=["claim"], name="flag_past"),
                    models.Index(
                        condition=models.Q(("cleared_at__isnull", False)),
                        fields=["cleared_at", "raised_at"],
                        name="flag_cleared",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cleared_at", None)), fields=("claim", "code"), name="flag_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ("critical", "warning", "info"))), name="flag_severity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cleared_at", None), ("cleared_by", None)),
                            models.Q(("cleared_at__isnull", False), ("cleared_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="flag_cleared_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("waived_at", None),
                                ("waived_by", ""),
                                ("waived_findings", ""),
                                ("waived_until", None),
                                ("waiver_reason", ""),
                            ),
                            models.Q(
                                ("waived_at__isnull", False),
                                ("waived_until__isnull", False),
                                models.Q(("waived_by", ""), _negated=True),
                                models.Q(("waiver_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="flag_waiver_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UndoneWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="undone_withdrawals", to="claims.attribution"
                    ),
                ),
                (
                    "retraction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawals", to="sources.undoneretraction"
                    ),
                ),
                ("withdrawn_at", models.CharField(blank=True, help_text="As was recorded of the attribution.", max_length=17)),
                ("recorded_at", models.DateTimeField()),
                ("reason", models.TextField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("attribution", "retraction"), name="undone_withdrawal_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="undone_withdrawal_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.claim"
                    ),
                ),
                (
                    "citing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="claims.attribution"
                    ),
                ),
                (
                    "cited",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cited_by", to="claims.attribution"
                    ),
                ),
                ("kind", models.CharField(default="cites", max_length=20)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_reason", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("citing", models.F("cited")), _negated=True),
                        name="citation_of_another",
                        violation_error_message="An attribution cannot pass on itself.",
                    ),
                    models.CheckConstraint(condition=models.Q(("kind__in", ("cites", "copies"))), name="citation_kind"),
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None)), fields=("citing", "cited"), name="citation_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "copies"), ("struck_at", None)),
                        fields=("citing",),
                        name="citation_one_copied",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at", None), ("struck_reason", "")),
                            models.Q(("struck_at__isnull", False), models.Q(("struck_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="citation_strike_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="claims.claim"),
                ),
                ("kind", models.CharField(max_length=30)),
                (
                    "attribution",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The last word of a voice, or the answer that was asked for.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="claims.attribution",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who was asked for comment.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="sources.source",
                    ),
                ),
                (
                    "other_claim",
                    models.ForeignKey(
                        blank=True,
                        help_text="What it was merged into, or what tells the outcome.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions_elsewhere",
                        to="claims.claim",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="What shows the outcome.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="sources.document",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The request for comment that was answered.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="claims.decision",
                    ),
                ),
                (
                    "about",
                    models.JSONField(
                        default=list, help_text='The records that it settles: [["attribution", key], ["claim", key] …].'
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=30)),
                (
                    "happened_at",
                    models.CharField(blank=True, help_text="When it happened, as far as known: 2024-06-10.", max_length=17),
                ),
                ("answer_by", models.DateTimeField(blank=True, help_text="Until when an answer was asked for.", null=True)),
                ("findings_digest", models.CharField(help_text="Of the findings that it was made on.", max_length=32)),
                (
                    "reason",
                    models.TextField(blank=True, help_text="Empty for verdicts: what was said of those is in their notes."),
                ),
                ("actor", models.CharField(max_length=300)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The account of the actor; empty for jobs, commands and case files.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_by", models.CharField(blank=True, max_length=300)),
                ("struck_reason", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "contest_resolved",
                                    "acknowledged",
                                    "change_declared",
                                    "reviewed",
                                    "reaffirmed",
                                    "reworded",
                                    "reconfirmed",
                                    "outcome_linked",
                                    "comment_requested",
                                    "comment_answered",
                                    "verdict_published",
                                    "verdict_confirmed",
                                    "verdict_withdrawn",
                                    "merged",
                                    "split",
                                ),
                            )
                        ),
                        name="decision_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            ("kind__in", ("verdict_published", "verdict_confirmed", "verdict_withdrawn")),
                            _connector="OR",
                        ),
                        name="decision_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at", None), ("struck_by", ""), ("struck_reason", "")),
                            models.Q(
                                ("struck_at__isnull", False),
                                models.Q(("struck_by", ""), _negated=True),
                                models.Q(("struck_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_strike_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "outcome_linked"),
                                ("outcome__in", ("came_about", "came_about_in_part", "did_not", "called_off")),
                            ),
                            models.Q(models.Q(("kind", "outcome_linked"), _negated=True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="decision_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "outcome_linked"), _negated=True),
                            ("other_claim__isnull", False),
                            ("document__isnull", False),
                            _connector="OR",
                        ),
                        name="decision_outcome_is_shown",
                        violation_error_message="Link what shows the outcome: a document, or the claim that tells it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "comment_requested"), _negated=True), ("source__isnull", False), _connector="OR"
                        ),
                        name="decision_asks_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "comment_answered"), _negated=True), ("request__isnull", False), _connector="OR"
                        ),
                        name="decision_answers_a_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("other_claim", None), models.Q(("other_claim", models.F("claim")), _negated=True), _connector="OR"
                        ),
                        name="decision_elsewhere_is_another_claim",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "merged"), _negated=True), ("other_claim__isnull", False), _connector="OR"
                        ),
                        name="decision_merges_into",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "merged"), ("struck_at", None)),
                        fields=("claim",),
                        name="decision_merged_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="claims.claim"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(help_text="user:NAME, token:ID, job:NAME or command:NAME.", max_length=300)),
                ("action", models.CharField(max_length=40)),
                ("reason", models.TextField(blank=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.assessment",
                    ),
                ),
                ("body_sha256", models.CharField(max_length=64)),
                ("previous_sha256", models.CharField(blank=True, max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "body",
                    models.BinaryField(
                        help_text="The public body if this revision changed it, packed by claims.body_packing.", null=True
                    ),
                ),
                (
                    "body_from",
                    models.PositiveIntegerField(help_text="The last revision, up to this one, whose body is packed alone."),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "number"), name="revision_number"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="revision_number_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), ("previous_sha256", "")),
                            models.Q(("number__gt", 1), models.Q(("previous_sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="revision_chain_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VerificationChunk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="chunks", to="claims.verificationrun"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("report", models.JSONField(default=dict, help_text="What was raised, cleared, due and failed.")),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("verified", models.PositiveIntegerField(default=0)),
                (
                    "assessed",
                    models.PositiveIntegerField(
                        default=0, help_text="Of those, not proven unchanged by the digest of their facts."
                    ),
                ),
                ("changed", models.PositiveIntegerField(default=0)),
                ("raised", models.PositiveIntegerField(default=0)),
                ("cleared", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                (
                    "surprises",
                    models.PositiveIntegerField(
                        default=0, help_text="Changed though their digest did not: a fault of the digest."
                    ),
                ),
                ("seconds", models.FloatField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["run", "number"], name="chunk_waiting")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "number"), name="chunk_number"),
                    models.CheckConstraint(condition=models.Q(("first_id__lte", models.F("last_id"))), name="chunk_range"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VerdictEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="claims.verdict"
                    ),
                ),
                (
                    "attribution",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.attribution"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("verdict", "attribution"), name="verdictevidence_once")],
            },
        ),
        migrations.CreateModel(
            name="VerdictNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="claims.verdict"),
                ),
                ("action", models.CharField(max_length=40)),
                ("actor", models.CharField(max_length=300)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The account of the actor, which decides who may review.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", models.TextField(blank=True)),
                (
                    "may_be",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Of an old row that names its actor only: the accounts that can be meant.",
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subscription",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="claims.webhooksubscription",
                    ),
                ),
                ("message_id", models.CharField(help_text="The same each time it is sent.", max_length=40)),
                (
                    "revision",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.revision",
                    ),
                ),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("next_attempt_at", models.DateTimeField(blank=True, null=True)),
                ("give_up_at", models.DateTimeField()),
                ("last_attempt_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("answer_status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, help_text="The beginning of it, or what failed.")),
            ],
            options={
                "verbose_name": "webhook message",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["subscription", "next_attempt_at"],
                        name="webhookdelivery_due",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", False)), fields=["ended_at"], name="webhookdelivery_ended"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subscription", "message_id"), name="webhookdelivery_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("waiting", "sent", "dead"))), name="webhookdelivery_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("next_attempt_at__isnull", False), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("ended_at__isnull", False),
                                ("next_attempt_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="webhookdelivery_waits_or_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("give_up_at__gt", models.F("created_at"))), name="webhookdelivery_given_up_later"
                    ),
                ],
            },
        ),
        migrations.RunPython(build, drop),
        migrations.RunPython(fill, take_back),
    ]
