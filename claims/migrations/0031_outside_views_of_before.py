"""Claims that a hidden one bears on get a careful outside view at once; the next verification writes the exact one.

Until now outsiders could read who supports a hidden claim that contradicts a public one.
"""

import json
from hashlib import blake2b

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

_BATCH = 500
_DESK_ONLY = {"unnamed_unapproved"}
_UNTIL_VERIFIED = "Denied; the next verification says by whom."


def write_views(apps, schema_editor):
    claims, relations = apps.get_model("claims", "Claim"), apps.get_model("claims", "ClaimRelation")
    decisions, standings = apps.get_model("claims", "Decision"), apps.get_model("claims", "Standing")
    now = timezone.now()
    hidden = claims.objects.filter(~Q(public=True) | Q(embargo_until__gt=now))
    keys = dict(hidden.values_list("id", "key").iterator())
    touched = set()
    for start in range(0, len(keys), _BATCH):
        some = sorted(keys)[start : start + _BATCH]
        rows = relations.objects.filter(Q(from_claim__in=some) | Q(to_claim__in=some), kind__in=("contradicts", "part_of"))
        touched.update(end for pair in rows.values_list("from_claim", "to_claim") for end in pair)
        touched.update(decisions.objects.filter(other_claim__in=some).values_list("claim", flat=True))
        touched.update(claims.objects.filter(merged_into__in=some).values_list("pk", flat=True))
    # What such a claim contradicted is contradicted by another one now, or by none.
    ends = ("from_claim", "to_claim")
    for mine, theirs in (ends, ends[::-1]):
        for start in range(0, len(known := sorted(touched)), _BATCH):
            beside = {f"{mine}__in": known[start : start + _BATCH], "kind": "contradicts", "struck_at": None}
            touched.update(relations.objects.filter(**beside).values_list(theirs, flat=True))
    policy = apps.get_model("claims", "DeskPolicy").objects.filter(version__isnull=False).order_by("-version").first()
    needs = (policy.min_on_record, policy.min_disinterested) if policy else (2, 1)
    for claim in sorted(touched):
        _write(apps, claim, set(keys.values()), needs)
    for start in range(0, len(known := sorted(touched)), _BATCH):
        standings.objects.filter(claim__in=known[start : start + _BATCH], marked_at=None).update(marked_at=now)


def _write(apps, pk, hidden, needs):
    row = apps.get_model("claims", "Claim").objects.filter(pk=pk, removed_at=None).select_related("public_body").first()
    if row is None or not hasattr(row, "public_body"):
        return
    body = json.loads(row.public_body.body)
    flags = [flag for flag in body["flags"] if flag["code"] not in _DESK_ONLY]
    resting = _rows_about(
        apps.get_model("claims", "Flag"), {"claim": pk, "cleared_at": None, "code": "contested"}, hidden, "culprits"
    )
    status = body["status"]
    if resting:
        denied = body["denial"]["at_most"] > 0
        flags = [flag for flag in flags if flag["code"] not in {"verdict_outdated", *(() if denied else ("contested",))}]
        flags = [{**flag, "reason": _UNTIL_VERIFIED} if flag["code"] == "contested" else flag for flag in flags]
        status = status if denied else _status(body, needs)
    settled = _rows_about(apps.get_model("claims", "Decision"), {"claim": pk, "kind": "contest_resolved"}, hidden, "about")
    at = {decision.recorded_at.isoformat() for decision in settled}
    parts = {
        "status": status,
        "explanation": body["explanation"],
        "flags": flags,
        "decisions": [
            each
            for each in body.get("decisions", ())
            if not (each["kind"] == "contest_resolved" and each["at"] in at)
            and not (each.get("claim") in hidden and "document" not in each)
        ],
    }
    apps.get_model("claims", "OutsideView").objects.update_or_create(
        claim_id=pk,
        defaults={
            "status": status,
            "retired": _retired(apps.get_model("claims", "Decision"), row, hidden),
            "flags": "".join(f",{flag['code']}:{flag['severity']}," for flag in flags),
            "parts": json.dumps(parts, ensure_ascii=False, separators=(",", ":")),
            "digest": blake2b(b"until verified", digest_size=16).hexdigest(),
        },
    )


def _rows_about(model, which, hidden, column):
    return [
        row
        for row in model.objects.filter(**which)
        if any(kind == "claim" and key in hidden for kind, key in getattr(row, column))
    ]


def _status(body, needs):
    support = body["support"]
    if support["on_record"] >= needs[0] and support["disinterested"] >= needs[1]:
        return "corroborated"
    in_part = any(row["stance"] == "supports" and row["scope"] == "partial" for row in body["attributions"])
    return "unverified" if support["at_most"] or in_part else "unsourced"


def _retired(decisions, row, hidden):
    merged = row.merged_into is not None and row.merged_into.key not in hidden
    splits = decisions.objects.filter(claim=row.pk, kind="split", struck_at=None)
    return merged or any({key for kind, key in split.about if kind == "claim"} - hidden for split in splits)


class Migration(migrations.Migration):
    dependencies = [("claims", "0030_fill_claim_words")]

    operations = [migrations.RunPython(write_views, migrations.RunPython.noop)]
