"""Captures that the desk makes itself, what seems to copy what, and lists of URLs to capture."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0025_retracted_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="BodyBand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("band", models.BigIntegerField(db_index=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CapturedBytes",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.BinaryField(help_text="Compressed by zlib.")),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CaptureList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=300)),
                ("reason", models.TextField(blank=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CaptureTimestamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("authority", models.CharField(help_text="The URL of the time-stamping authority.", max_length=2000)),
                ("stamped_at", models.DateTimeField(help_text="As the token says.")),
                ("token", models.BinaryField(help_text="The DER-encoded response, which `openssl ts -verify` reads.")),
                ("recorded_by", models.CharField(max_length=300)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CopyHint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sign", models.CharField(help_text="credit, canonical, same_text, near_text", max_length=20)),
                (
                    "words",
                    models.CharField(
                        help_text="What says so: a byline, a canonical URL, how much text is the same.", max_length=500
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=300)),
                ("accepted", models.BooleanField(null=True)),
                ("decision_reason", models.TextField(blank=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ListedUrl",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(max_length=2000)),
                ("taken_at", models.DateTimeField(blank=True, help_text="When a worker last took it up.", null=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="capture",
            name="capture_once",
        ),
        migrations.RemoveConstraint(
            model_name="capture",
            name="capture_sha256",
        ),
        migrations.AddField(
            model_name="capture",
            name="attach_reason",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="capture",
            name="attached_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="capture",
            name="attached_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="capture",
            name="author",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="capture",
            name="canonical_url",
            field=models.CharField(blank=True, db_default="", default="", help_text="As the page says.", max_length=2000),
        ),
        migrations.AddField(
            model_name="capture",
            name="final_url",
            field=models.CharField(blank=True, db_default="", default="", help_text="After redirects.", max_length=2000),
        ),
        migrations.AddField(
            model_name="capture",
            name="headers",
            field=models.JSONField(db_default={}, default=dict, help_text="Of the response, by lower-case name; no cookies."),
        ),
        migrations.AddField(
            model_name="capture",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=35),
        ),
        migrations.AddField(
            model_name="capture",
            name="media_type",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="capture",
            name="name",
            field=models.CharField(blank=True, db_default="", default="", help_text="Of an uploaded file.", max_length=300),
        ),
        migrations.AddField(
            model_name="capture",
            name="outcome",
            field=models.CharField(db_default="captured", default="captured", max_length=20),
        ),
        migrations.AddField(
            model_name="capture",
            name="problem",
            field=models.TextField(blank=True, db_default="", default="", help_text="Why there is no copy, in a sentence."),
        ),
        migrations.AddField(
            model_name="capture",
            name="published_at",
            field=models.CharField(blank=True, db_default="", default="", help_text="A partial date.", max_length=17),
        ),
        migrations.AddField(
            model_name="capture",
            name="reason",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="capture",
            name="recorded_at",
            field=models.DateTimeField(help_text="Unknown for copies noted by hand.", null=True),
        ),
        migrations.AddField(
            model_name="capture",
            name="recorded_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="capture",
            name="redirects",
            field=models.JSONField(db_default=[], default=list, help_text="URLs from which it was redirected, in order."),
        ),
        migrations.AddField(
            model_name="capture",
            name="size",
            field=models.PositiveIntegerField(help_text="Bytes.", null=True),
        ),
        migrations.AddField(
            model_name="capture",
            name="text_sha256",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="capture",
            name="title",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="capture",
            name="url",
            field=models.CharField(blank=True, db_default="", default="", help_text="As requested.", max_length=2000),
        ),
        migrations.AddField(
            model_name="capture",
            name="way",
            field=models.CharField(
                db_default="noted", default="noted", help_text="noted, fetched, uploaded, pasted", max_length=20
            ),
        ),
        migrations.AlterField(
            model_name="capture",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="captures",
                to="sources.document",
            ),
        ),
        migrations.AlterField(
            model_name="capture",
            name="sha256",
            field=models.CharField(blank=True, help_text="Of the bytes; empty without a copy.", max_length=64),
        ),
        migrations.AddIndex(
            model_name="capture",
            index=models.Index(
                condition=models.Q(("text_sha256", ""), _negated=True), fields=["text_sha256"], name="capture_text"
            ),
        ),
        migrations.AddIndex(
            model_name="capture",
            index=models.Index(
                condition=models.Q(models.Q(("way", "noted"), _negated=True), models.Q(("sha256", ""), _negated=True)),
                fields=["sha256"],
                name="capture_sha256_found",
            ),
        ),
        migrations.AddConstraint(
            model_name="capture",
            constraint=models.UniqueConstraint(
                condition=models.Q(("way", "noted")), fields=("document", "fetched_at"), name="capture_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="capture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "captured"), ("problem", ""), ("sha256__regex", "^[0-9a-f]{64}$")),
                    models.Q(
                        ("sha256__regex", "^([0-9a-f]{64})?$"),
                        ("text", ""),
                        models.Q(("outcome", "captured"), _negated=True),
                        models.Q(("problem", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="capture_copy_or_problem",
            ),
        ),
        migrations.AddConstraint(
            model_name="capture",
            constraint=models.CheckConstraint(
                condition=models.Q(("document", None), ("way", "noted"), _negated=True), name="capture_noted_of_document"
            ),
        ),
        migrations.AddField(
            model_name="bodyband",
            name="capture",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="bands", to="sources.capture"),
        ),
        migrations.AddField(
            model_name="capturelist",
            name="document",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.document"
            ),
        ),
        migrations.AddField(
            model_name="capturetimestamp",
            name="capture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="timestamps", to="sources.capture"
            ),
        ),
        migrations.AddField(
            model_name="copyhint",
            name="capture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="copy_hints", to="sources.capture"
            ),
        ),
        migrations.AddField(
            model_name="copyhint",
            name="credited",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.source"
            ),
        ),
        migrations.AddField(
            model_name="copyhint",
            name="original",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.document"
            ),
        ),
        migrations.AddField(
            model_name="listedurl",
            name="capture",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.capture"
            ),
        ),
        migrations.AddField(
            model_name="listedurl",
            name="list",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="urls", to="sources.capturelist"),
        ),
        migrations.AddConstraint(
            model_name="copyhint",
            constraint=models.UniqueConstraint(fields=("capture", "sign", "words"), name="copyhint_once"),
        ),
        migrations.AddConstraint(
            model_name="copyhint",
            constraint=models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="copyhint_says_what"),
        ),
        migrations.AddConstraint(
            model_name="copyhint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted", None), ("decided_at", None), ("decided_by", ""), ("decision_reason", "")),
                    models.Q(
                        ("accepted__isnull", False),
                        ("decided_at__isnull", False),
                        models.Q(("decided_by", ""), _negated=True),
                        models.Q(("decision_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="copyhint_decided_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="listedurl",
            index=models.Index(condition=models.Q(("capture", None)), fields=["list", "id"], name="listed_url_waiting"),
        ),
        migrations.AddConstraint(
            model_name="listedurl",
            constraint=models.UniqueConstraint(fields=("list", "url"), name="listed_url_once"),
        ),
    ]
