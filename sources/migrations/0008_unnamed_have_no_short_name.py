"""Hold by constraint that an unnamed source has no short name."""

from django.db import migrations, models

_NONE = (("aliases", ""), ("homepage", ""), ("short_name", ""), ("wikidata_id", ""))


class Migration(migrations.Migration):
    dependencies = [("sources", "0007_unnamed_lose_short_names")]
    operations = [
        migrations.RemoveConstraint(model_name="source", name="source_unnamed_has_no_identity"),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("identified", True), models.Q(*_NONE), _connector="OR"),
                name="source_unnamed_has_no_identity",
                violation_error_message=(
                    "An unnamed source has no aliases, short name, homepage or Wikidata id: they would tell who it is."
                ),
            ),
        ),
    ]
