"""Say of a withdrawal whether the retraction of its document made it, and keep those that were undone with one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0040_words_for_counts"),
        ("sources", "0012_undone_retractions"),
    ]

    operations = [
        migrations.CreateModel(
            name="UndoneWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("withdrawn_at", models.CharField(blank=True, help_text="As was recorded of the attribution.", max_length=17)),
                ("recorded_at", models.DateTimeField()),
                ("reason", models.TextField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="attribution",
            name="withdrawn_with_document",
            field=models.BooleanField(
                default=False, help_text="By the retraction of its document: undoing that takes the withdrawal back."
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_with_document", False),
                    models.Q(("document__isnull", False), ("withdrawn_by", "outlet")),
                    _connector="OR",
                ),
                name="attribution_withdrawn_with_its_document",
            ),
        ),
        migrations.AddField(
            model_name="undonewithdrawal",
            name="attribution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="undone_withdrawals", to="claims.attribution"
            ),
        ),
        migrations.AddField(
            model_name="undonewithdrawal",
            name="retraction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="withdrawals", to="sources.undoneretraction"
            ),
        ),
        migrations.AddConstraint(
            model_name="undonewithdrawal",
            constraint=models.UniqueConstraint(fields=("attribution", "retraction"), name="undone_withdrawal_once"),
        ),
        migrations.AddConstraint(
            model_name="undonewithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="undone_withdrawal_has_a_reason"
            ),
        ),
    ]
