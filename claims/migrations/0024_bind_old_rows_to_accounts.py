"""Rows that name their actor are bound to the account that is meant, where one alone can be; see decision record 23."""

from django.db import migrations

from factcheck.access.names_held import Accounts, meant

_BATCH = 1_000
#: The rows of people: model, its instant, which column names the actor, and which is to hold the account.
_ROWS = (
    ("claims", "VerdictNote", "at", "actor", "person"),
    ("claims", "PrivateNote", "recorded_at", "actor", "person"),
    ("claims", "Decision", "recorded_at", "actor", "person"),
    ("claims", "WebhookSubscription", "created_at", "created_by", "owner"),
    ("sources", "SourceChange", "at", "actor", "person"),
)


def bind(apps, _schema_editor):
    accounts = Accounts(apps)
    for app, name, at, actor, account in _ROWS:
        _bind_rows(apps.get_model(app, name), accounts, at, actor, account)
    _bind_approvers(apps, accounts)
    apps.get_model("claims", "WebhookSubscription").objects.filter(owner__is_staff=True).update(of_staff=True)


def _bind_rows(model, accounts, at, actor, account):
    rows, links = [], []
    keeps_who_may_be = any(field.name == "may_be" for field in model._meta.many_to_many)
    for row in model.objects.filter(**{account: None}).only("pk", at, actor).iterator(_BATCH):
        found = accounts.of(getattr(row, actor), getattr(row, at))
        if found is None:
            continue
        if found.person is not None:
            setattr(row, f"{account}_id", found.person)
            rows.append(row)
        elif keeps_who_may_be:
            # A draft can be written anew, so one whose author fits nobody counts against all; a source cannot be.
            may_be = found.may_be or (found.there if model._meta.model_name == "verdictnote" else ())
            links += [(row.pk, person) for person in may_be]
    model.objects.bulk_update(rows, [account], batch_size=_BATCH)
    if links:
        through = model.may_be.through
        column = f"{model._meta.model_name}_id"
        pairs = [through(**{column: row, "user_id": person}) for row, person in links]
        through.objects.bulk_create(pairs, batch_size=_BATCH, ignore_conflicts=True)


def _bind_approvers(apps, accounts):
    """Bind approvals to who gave them: the name was that of the instant at which it was recorded."""
    source, change = apps.get_model("sources", "Source"), apps.get_model("sources", "SourceChange")
    for row in source.objects.exclude(approved_by="").filter(approver=None).only("pk", "approved_by", "recorded_at"):
        given = change.objects.filter(source=row.pk, action="changed", new__approved_by=row.approved_by)
        at = given.order_by("-id").values_list("at", flat=True).first() or row.recorded_at
        source.objects.filter(pk=row.pk).update(approver=meant(row.approved_by, at, accounts.held).person)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_given_passwords"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("claims", "0023_accounts_not_names"),
        ("sources", "0009_accounts_not_names"),
    ]

    operations = [migrations.RunPython(bind, migrations.RunPython.noop)]
