"""The words for verdicts that a desk starts with; it may retire them and add its own."""

from django.db import migrations

WORDS = (
    ("true", "True", 5, "What is known bears the claim out, and nothing of weight is missing."),
    ("mostly-true", "Mostly true", 4, "Right in what matters; something is missing or inexact."),
    ("mixed", "Mixed", 3, "Right in part and wrong in part, and both matter."),
    ("mostly-false", "Mostly false", 2, "Wrong in what matters, though something in it is right."),
    ("false", "False", 1, "What is known contradicts the claim."),
    ("misleading", "Misleading", None, "What is said is right, and what it makes one believe is not."),
    ("unproven", "Unproven", None, "What is known neither bears the claim out nor contradicts it."),
)


def add(apps, schema_editor):
    rating = apps.get_model("claims", "RatingWord")
    for position, (key, word, scale, definition) in enumerate(WORDS, 1):
        rating.objects.get_or_create(
            key=key, defaults={"word": word, "scale": scale, "definition": definition, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("claims", "0013_decisions_and_verdicts")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
