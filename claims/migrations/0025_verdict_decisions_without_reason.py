"""What reviewers say of a verdict is kept in its notes alone: the decisions that tell of verdicts need no reason."""

from django.db import migrations, models

VERDICTS = ("verdict_published", "verdict_confirmed", "verdict_withdrawn")


class Migration(migrations.Migration):
    dependencies = [("claims", "0024_bind_old_rows_to_accounts")]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="reason",
            field=models.TextField(blank=True, help_text="Empty for verdicts: what was said of those is in their notes."),
        ),
        migrations.RemoveConstraint(model_name="decision", name="decision_has_a_reason"),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                name="decision_has_a_reason",
                condition=models.Q(models.Q(("reason", ""), _negated=True), ("kind__in", VERDICTS), _connector="OR"),
            ),
        ),
    ]
