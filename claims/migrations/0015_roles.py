"""The groups of the five roles, each with what it may do today; the group of the editors goes on as one of them.

The permissions are made here: on a fresh database Django would make them only after the last migration.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

OLD = "Editors"
RENAMED = "Editor"

READ = {
    "claims": (
        "assessment", "attribution", "citation", "claim", "claimrelation", "claimtopic", "decision", "deskpolicy", "flag",
        "interest", "publicbody", "ratingword", "revision", "standing", "verdict", "verdictevidence", "verdictnote",
        "verificationchunk", "verificationrun",
    ),
    "sources": ("capture", "correction", "document", "independencejudgement", "source", "sourcechange", "sourcerelation"),
}  # fmt: skip
#: By role, what it may do beyond the one before it.
GRANTS = {
    "Viewer": {app: tuple(f"view_{model}" for model in models) for app, models in READ.items()},
    "Reporter": {
        "claims": ("add_attribution", "add_citation", "add_claim", "add_claimrelation", "add_decision", "add_interest"),
        "sources": ("add_document", "add_source"),
    },
    "Editor": {
        "claims": (
            "change_attribution", "change_citation", "change_claim", "change_claimrelation", "change_decision",
            "change_interest", "change_verdict", "add_verdict", "merge_claim", "split_claim", "waive_flag",
        ),
        "sources": (
            "add_independencejudgement", "add_sourcerelation", "change_document", "change_independencejudgement",
            "change_source", "change_sourcerelation",
        ),
    },
    "Senior editor": {
        "claims": ("review_verdict", "add_privatenote", "view_privatenote"),
        "sources": ("approve_unnamed", "grade_source", "merge_source"),
    },
    "Administrator": {
        "claims": ("remove_claim", "add_deskpolicy", "add_ratingword", "change_ratingword"),
        "auth": (
            "add_group", "add_user", "change_group", "change_user", "view_group", "view_permission", "view_user",
        ),
    },
}  # fmt: skip


def make_permissions(apps, using):
    for label in ("auth", "claims", "sources"):
        config = apps.get_app_config(label)
        # The apps of a migration have no module of models, and Django makes no permissions of an app without one.
        if getattr(config, "models_module", None) is None:
            config.models_module = installed.get_app_config(label).models_module
        create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)


def grant(apps, schema_editor):
    using = schema_editor.connection.alias
    make_permissions(apps, using)
    groups = apps.get_model("auth", "Group").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    keep_editors(groups)
    held = []
    for role, by_app in GRANTS.items():
        for app, codenames in by_app.items():
            held += permissions.filter(content_type__app_label=app, codename__in=codenames)
        group, _ = groups.get_or_create(name=role)
        group.permissions.add(*held)


def keep_editors(groups):
    """Let who edits go on editing, with whatever an admin gave the group beyond what it had from us."""
    old = groups.filter(name=OLD).first()
    if old is None:
        return
    old.permissions.remove(*old.permissions.filter(codename="view_sourceprint"))  # had from us, and of no use to anybody
    own = groups.filter(name=RENAMED).first()
    if own is None:
        old.name = RENAMED
        old.save(update_fields=["name"])
        return
    own.user_set.add(*old.user_set.all())  # an installation's own group of that name becomes the role
    own.permissions.add(*old.permissions.all())


def take_back(apps, schema_editor):
    """Give the editors their old name; the other groups stay where somebody is in them, so that nobody is left with nothing."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    if not groups.filter(name=OLD).exists():
        groups.filter(name=RENAMED).update(name=OLD)
    groups.filter(name__in=GRANTS, user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0014_rating_words"),
        ("sources", "0005_merged_sources_and_corrections"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, take_back)]
