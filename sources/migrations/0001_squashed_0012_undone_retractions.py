"""All migrations before it as one, for a new database: as they leave it (``tests/test_migrations``)."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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
    replaces = [
        ("sources", "0001_records"),
        ("sources", "0002_unnamed_have_no_relation"),
        ("sources", "0003_names_for_search"),
        ("sources", "0004_fill_names_for_search"),
        ("sources", "0005_merged_sources_and_corrections"),
        ("sources", "0006_person_matches"),
        ("sources", "0007_unnamed_lose_short_names"),
        ("sources", "0008_unnamed_have_no_short_name"),
        ("sources", "0009_accounts_not_names"),
        ("sources", "0010_words_on_record"),
        ("sources", "0011_one_form_of_text"),
        ("sources", "0012_undone_retractions"),
    ]

    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(help_text="Stable; never changes once used.", max_length=100, unique=True)),
                ("name", models.CharField(help_text='For an unnamed source its role: "Unnamed diplomat".', max_length=300)),
                ("short_name", models.CharField(blank=True, help_text='As copy calls it: "Moscow".', max_length=300)),
                ("kind", models.CharField(max_length=40)),
                ("aliases", models.TextField(blank=True, help_text="Other names, one a line.")),
                (
                    "identified",
                    models.BooleanField(
                        default=True, help_text="No for a source whose name the outlet withheld. Never changes."
                    ),
                ),
                (
                    "vouched_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The outlet that knows who an unnamed source is.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vouches_for",
                        to="sources.source",
                    ),
                ),
                ("description", models.TextField(blank=True, help_text='As published: "a diplomat it did not identify".')),
                ("plural", models.BooleanField(default=False, help_text='More than one: "officials", "others".')),
                ("country", models.CharField(blank=True, help_text="ISO 3166-1 alpha-2.", max_length=2)),
                ("organisation", models.CharField(blank=True, max_length=300)),
                ("homepage", models.URLField(blank=True, max_length=2000)),
                ("wikidata_id", models.CharField(blank=True, max_length=20)),
                ("anonymity_reason", models.TextField(blank=True, help_text="Why the outlet withheld the name.")),
                (
                    "approved_by",
                    models.CharField(
                        blank=True, help_text="The editor who approved using this unnamed source.", max_length=300
                    ),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reliability",
                    models.CharField(
                        blank=True, help_text="Admiralty grade A–F; F: cannot be judged. Empty: not graded.", max_length=1
                    ),
                ),
                ("reliability_rationale", models.TextField(blank=True)),
                ("graded_by", models.CharField(blank=True, max_length=300)),
                ("graded_on", models.DateField(blank=True, null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="sources.source",
                    ),
                ),
                (
                    "voice",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.source",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.source",
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "permissions": [
                    ("approve_unnamed", "Can approve the use of an unnamed source"),
                    ("grade_source", "Can grade how reliable a source is"),
                    ("merge_source", "Can merge duplicate sources and undo it"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("identified", True), ("vouched_by", None)),
                            models.Q(("identified", False), ("vouched_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="source_unnamed_has_a_voucher",
                        violation_error_message="An unnamed source needs an outlet that vouches for it; a named one has none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("identified", True),
                            models.Q(("aliases", ""), ("homepage", ""), ("short_name", ""), ("wikidata_id", "")),
                            _connector="OR",
                        ),
                        name="source_unnamed_has_no_identity",
                        violation_error_message="An unnamed source has no aliases, short name, homepage or Wikidata id: they would tell who it is.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("identified", False), models.Q(("anonymity_reason", ""), ("approved_by", "")), _connector="OR"
                        ),
                        name="source_named_needs_no_approval",
                        violation_error_message="Only an unnamed source has a reason for anonymity and an approving editor.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("identified", True),
                            models.Q(("family", None), ("voice", None)),
                            models.Q(
                                ("family", models.F("merged_into")),
                                ("family__isnull", False),
                                ("merged_into__isnull", False),
                                ("voice", models.F("merged_into")),
                                ("voice__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="source_unnamed_is_its_own_voice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None), models.Q(("merged_into", models.F("id")), _negated=True), _connector="OR"
                        ),
                        name="source_merged_into_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("vouched_by", None), models.Q(("vouched_by", models.F("id")), _negated=True), _connector="OR"
                        ),
                        name="source_vouched_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reliability__in", ("", "A", "B", "C", "D", "E", "F"))),
                        name="source_reliability_grade",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60)),
                ("key", models.IntegerField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(condition=models.Q(("key", 0), _negated=True), fields=["key"], name="searchword_key"),
                    models.Index(
                        condition=models.Q(("key", 0)),
                        fields=["word"],
                        name="searchword_word",
                        opclasses=["varchar_pattern_ops"],
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="sources.source"),
                ),
                ("action", models.CharField(max_length=40)),
                ("old", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("new", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=300)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The account of the actor: who recorded a source does not approve it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
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
                "indexes": [models.Index(condition=models.Q(("applied_at", None)), fields=["id"], name="sourcechange_waiting")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100, unique=True)),
                (
                    "publisher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="sources.source"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=300)),
                ("url", models.URLField(blank=True, max_length=2000)),
                ("author", models.CharField(blank=True, max_length=300)),
                (
                    "published_at",
                    models.CharField(blank=True, help_text="2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z.", max_length=17),
                ),
                ("language", models.CharField(blank=True, max_length=35)),
                (
                    "copy_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="sources.document",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.CharField(blank=True, help_text="When the publisher took it back, as it says.", max_length=17),
                ),
                ("withdrawal_recorded_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawal_reason", models.TextField(blank=True)),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("copy_of", None), models.Q(("copy_of", models.F("id")), _negated=True), _connector="OR"
                        ),
                        name="document_not_its_own_copy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawal_reason", ""), ("withdrawal_recorded_at", None), ("withdrawn_at", "")),
                            models.Q(
                                ("withdrawal_recorded_at__isnull", False), models.Q(("withdrawal_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="document_withdrawal_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sources.source"),
                ),
                ("word", models.CharField(max_length=60)),
                ("of_person", models.BooleanField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("word", "of_person", "source"), name="sourceword_once")],
            },
        ),
        migrations.CreateModel(
            name="PersonMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "unnamed",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"),
                ),
                ("found_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by", models.CharField(blank=True, max_length=300)),
                ("settled_reason", models.TextField(blank=True)),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(condition=models.Q(("settled_at", None)), fields=["id"], name="personmatch_open")],
                "constraints": [
                    models.UniqueConstraint(fields=("unnamed", "person"), name="personmatch_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", ""), ("settled_reason", "")),
                            models.Q(("settled_at__isnull", False), models.Q(("settled_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="personmatch_settled_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceRelation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations_from", to="sources.source"
                    ),
                ),
                (
                    "to_source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations_to", to="sources.source"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("reason", models.TextField()),
                ("from_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_reason", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_source", models.F("to_source")), _negated=True), name="sourcerelation_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("speaks_for", "part_of", "same_as", "owned_by", "shares_reporting_with"))
                        ),
                        name="sourcerelation_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on", None), ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="sourcerelation_until_after_from",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None)),
                        fields=("from_source", "to_source", "kind"),
                        name="sourcerelation_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndependenceJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "a",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="judgements_a", to="sources.source"
                    ),
                ),
                (
                    "b",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="judgements_b", to="sources.source"
                    ),
                ),
                ("outcome", models.CharField(max_length=20)),
                ("reason", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=300)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("a__lt", models.F("b"))), name="judgement_ordered_pair"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("independent", "dependent", "unsure"))), name="judgement_outcome"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)), fields=("a", "b"), name="judgement_one_in_force"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UndoneRetraction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="undone_retractions", to="sources.document"
                    ),
                ),
                ("withdrawn_at", models.CharField(blank=True, help_text="As was recorded of the document.", max_length=17)),
                ("withdrawal_recorded_at", models.DateTimeField()),
                ("withdrawal_reason", models.TextField()),
                ("undone_at", models.DateTimeField()),
                ("undone_by", models.CharField(max_length=300)),
                ("undo_reason", models.TextField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawal_reason", ""), _negated=True), models.Q(("undo_reason", ""), _negated=True)
                        ),
                        name="undone_retraction_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="sources.document"
                    ),
                ),
                ("note", models.TextField(help_text="What was put right, as the publisher says it.")),
                ("said_at", models.CharField(blank=True, help_text="When, as it says: 2024-06-10.", max_length=17)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=300)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("note", ""), _negated=True), name="correction_says_what")
                ],
            },
        ),
        migrations.CreateModel(
            name="Capture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="captures", to="sources.document"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("text", models.TextField(blank=True)),
                ("http_status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("fetched_at", models.DateTimeField()),
                ("archive_url", models.URLField(blank=True, max_length=2000)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "fetched_at"), name="capture_once"),
                    models.CheckConstraint(condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="capture_sha256"),
                ],
            },
        ),
        migrations.RunPython(create, drop),
    ]
