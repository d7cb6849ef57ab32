from django.db import migrations
from django.db.models.expressions import RawSQL

import factcheck.encryption.field


def encrypt(apps, schema_editor):
    notes = apps.get_model("claims", "PrivateNote").objects.exclude(text="")
    for note in notes.iterator():
        note.save(update_fields=["text"])


def decrypt(apps, schema_editor):
    notes = apps.get_model("claims", "PrivateNote").objects.exclude(text="")
    for pk, text in list(notes.values_list("pk", "text")):
        notes.filter(pk=pk).update(text=RawSQL("%s", [text]))


class Migration(migrations.Migration):
    dependencies = [("claims", "0067_operator_role")]

    operations = [
        migrations.AlterField("privatenote", "text", factcheck.encryption.field.EncryptedTextField()),
        migrations.RunPython(encrypt, decrypt),
    ]
