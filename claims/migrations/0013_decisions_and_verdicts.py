"""What editors settle, verdicts and notes, tombstones, drafts of the policy, and who has a claim open."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0012_one_counter_of_revisions"),
        ("sources", "0005_merged_sources_and_corrections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
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
                ("reason", models.TextField()),
                ("actor", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_by", models.CharField(blank=True, max_length=300)),
                ("struck_reason", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="OpenClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(help_text="When the browser last said so.")),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PrivateNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("actor", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_by", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "default_permissions": ("add", "view"),
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
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(default="draft", max_length=12)),
                ("rationale", models.TextField(help_text="Why, for readers.")),
                ("drafted_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
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
            },
        ),
        migrations.CreateModel(
            name="VerdictEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="VerdictNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=40)),
                ("actor", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("text", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AlterModelOptions(
            name="claim",
            options={
                "base_manager_name": "objects",
                "permissions": [
                    ("merge_claim", "Can merge duplicate claims and undo it"),
                    ("split_claim", "Can split a claim into its parts and undo it"),
                    ("remove_claim", "Can delete a claim and leave a tombstone"),
                    ("waive_flag", "Can waive flags"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="verificationrun",
            name="run_scope",
        ),
        migrations.AddField(
            model_name="claim",
            name="removed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When an administrator deleted it: its key and the chain of its revisions are all that is left.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="deskpolicy",
            name="drafted_by",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="deskpolicy",
            name="dropped_at",
            field=models.DateTimeField(blank=True, help_text="When the draft was given up.", null=True),
        ),
        migrations.AddField(
            model_name="deskpolicy",
            name="severities",
            field=models.JSONField(default=dict, help_text='Where they differ from the rules\' own: {"stale": "warning"}.'),
        ),
        migrations.AddField(
            model_name="deskpolicy",
            name="switched_off",
            field=models.JSONField(default=list, help_text='Flags that are not raised: ["undocumented"].'),
        ),
        migrations.AddField(
            model_name="verificationrun",
            name="draft",
            field=models.ForeignKey(
                blank=True,
                help_text="What is previewed.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="previews",
                to="claims.deskpolicy",
            ),
        ),
        migrations.AlterField(
            model_name="deskpolicy",
            name="recorded_at",
            field=models.DateTimeField(help_text="When it was put in force; of a draft, when it was drafted."),
        ),
        migrations.AlterField(
            model_name="deskpolicy",
            name="version",
            field=models.PositiveIntegerField(blank=True, help_text="Empty for a draft.", null=True, unique=True),
        ),
        migrations.AlterField(
            model_name="verificationrun",
            name="scope",
            field=models.CharField(help_text="due, all, claims (chosen by hand), or preview (of a policy).", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="deskpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("version", None), ("dropped_at", None), _connector="OR"),
                name="deskpolicy_in_force_or_dropped",
            ),
        ),
        migrations.AddConstraint(
            model_name="verificationrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ("due", "all", "claims", "preview"))), name="run_scope"
            ),
        ),
        migrations.AddConstraint(
            model_name="verificationrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scope", "preview"), ("draft__isnull", False)),
                    models.Q(models.Q(("scope", "preview"), _negated=True), ("draft", None)),
                    _connector="OR",
                ),
                name="run_previews_a_draft",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="attribution",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="The last word of a voice, or the answer that was asked for.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="claims.attribution",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="claim",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="claims.claim"),
        ),
        migrations.AddField(
            model_name="decision",
            name="document",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="What shows the outcome.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="sources.document",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="other_claim",
            field=models.ForeignKey(
                blank=True,
                help_text="What it was merged into, or what tells the outcome.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions_elsewhere",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="request",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="The request for comment that was answered.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="claims.decision",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="source",
            field=models.ForeignKey(
                blank=True,
                help_text="Who was asked for comment.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="sources.source",
            ),
        ),
        migrations.AddField(
            model_name="openclaim",
            name="claim",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="claims.claim"),
        ),
        migrations.AddField(
            model_name="openclaim",
            name="user",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="privatenote",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="private_notes", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="claim",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="verdicts", to="claims.claim"),
        ),
        migrations.AddField(
            model_name="verdict",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Who published or returned it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="drafted_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="verdict",
            name="rating",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.ratingword"),
        ),
        migrations.AddField(
            model_name="verdictevidence",
            name="attribution",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.attribution"),
        ),
        migrations.AddField(
            model_name="verdictevidence",
            name="verdict",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="claims.verdict"),
        ),
        migrations.AddField(
            model_name="verdictnote",
            name="verdict",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="claims.verdict"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="decision_has_a_reason"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "outcome_linked"), _negated=True),
                    ("other_claim__isnull", False),
                    ("document__isnull", False),
                    _connector="OR",
                ),
                name="decision_outcome_is_shown",
                violation_error_message="Link what shows the outcome: a document, or the claim that tells it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "comment_requested"), _negated=True), ("source__isnull", False), _connector="OR"
                ),
                name="decision_asks_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "comment_answered"), _negated=True), ("request__isnull", False), _connector="OR"
                ),
                name="decision_answers_a_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("other_claim", None), models.Q(("other_claim", models.F("claim")), _negated=True), _connector="OR"
                ),
                name="decision_elsewhere_is_another_claim",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "merged"), _negated=True), ("other_claim__isnull", False), _connector="OR"
                ),
                name="decision_merges_into",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "merged"), ("struck_at", None)), fields=("claim",), name="decision_merged_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="openclaim",
            constraint=models.UniqueConstraint(fields=("claim", "user"), name="openclaim_once"),
        ),
        migrations.AddConstraint(
            model_name="privatenote",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), ("struck_at__isnull", False), _connector="OR"),
                name="privatenote_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="privatenote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_at", None), ("struck_by", "")),
                    models.Q(("struck_at__isnull", False), models.Q(("struck_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="privatenote_strike_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "in_review", "returned", "published", "replaced", "withdrawn", "dropped"))
                ),
                name="verdict_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("published", "replaced", "withdrawn")), _negated=True),
                    models.Q(("decided_by__isnull", False), models.Q(("decided_by", models.F("drafted_by")), _negated=True)),
                    _connector="OR",
                ),
                name="verdict_four_eyes",
                violation_error_message="Somebody else than who drafted it has to publish a verdict.",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("published", "replaced", "withdrawn")), _negated=True),
                    models.Q(("findings_digest", ""), _negated=True),
                    _connector="OR",
                ),
                name="verdict_bound_to_findings",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")), fields=("claim",), name="verdict_one_published"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "in_review", "returned"))),
                fields=("claim",),
                name="verdict_one_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdictevidence",
            constraint=models.UniqueConstraint(fields=("verdict", "attribution"), name="verdictevidence_once"),
        ),
    ]
