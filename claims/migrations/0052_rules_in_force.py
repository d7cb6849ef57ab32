from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0051_documents_of_attributions"),
    ]

    operations = [
        migrations.CreateModel(
            name="RulesInForce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rules",
                    models.CharField(
                        help_text="As in the policy version of an assessment, before the “+”.", max_length=20, unique=True
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=300)),
            ],
            options={
                "verbose_name_plural": "rules in force",
                "default_permissions": (),
            },
        ),
    ]
