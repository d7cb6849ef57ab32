"""When the policy calls a link dead. Older code reads none of it.

Apart from the tables of 0071: a writer of older code holds attributions while it reads the policy, so that one transaction that
locks both is a deadlock, of which the writer is the victim.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0071_page_problems")]

    operations = [
        migrations.AddField(
            model_name="deskpolicy",
            name="dead_link_checks",
            field=models.PositiveSmallIntegerField(
                db_default=3, default=3, help_text="Checks without a page (404, 410) after which a link is dead …"
            ),
        ),
        migrations.AddField(
            model_name="deskpolicy",
            name="dead_link_hours",
            field=models.PositiveSmallIntegerField(db_default=72, default=72, help_text="… and the hours that they span."),
        ),
        migrations.AddField(
            model_name="deskpolicy",
            name="unreachable_days",
            field=models.PositiveSmallIntegerField(
                db_default=7, default=7, help_text="Days of server errors and timeouts after which a link is dead."
            ),
        ),
    ]
