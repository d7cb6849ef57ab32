"""The roles of the desk: their names, what each may do beyond the one before, and their groups.

This table is authoritative. A migration created the groups from an earlier state of it; ``ensure_role`` applies the current
one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from django.contrib.auth.models import Group, Permission

VIEWER: Final = "Viewer"
REPORTER: Final = "Reporter"
EDITOR: Final = "Editor"
SENIOR: Final = "Senior editor"
ADMINISTRATOR: Final = "Administrator"


class Role(NamedTuple):
    """A role: the name of its group, what it is for, and the permissions that it has beyond the role before it."""

    name: str
    does: str
    adds: tuple[str, ...]


def _of(action: str, app: str, *models: str) -> tuple[str, ...]:
    return tuple(f"{app}.{action}_{model}" for model in models)


_IN_ORDER: Final = (
    Role(
        VIEWER,
        "Reads all that is recorded and all that was found, and exports it, except drafts of verdicts, comments on verdicts"
        " and claims, complaints of parties, and the notes among senior editors.",
        (
            *_of(
                "view", "claims",
                "assessment", "attribution", "citation", "claim", "claimrelation", "claimtopic", "decision", "deskpolicy",
                "flag", "interest", "publicbody", "ratingword", "revision", "standing", "verdict", "verdictevidence",
                "verdictnote", "verificationchunk", "verificationrun",
            ),
            *_of(
                "view", "sources",
                "capture", "correction", "document", "independencejudgement", "source", "sourcechange", "sourcerelation",
            ),
        ),
    ),
    Role(
        REPORTER,
        "Records claims, who says so and where, sources and documents, asks for comment, records complaints of parties, and"
        " comments on claims among colleagues. Changes nothing that is recorded.",
        (
            *_of(
                "add", "claims",
                "attribution", "citation", "claim", "claimrelation", "comment", "complaint", "decision", "interest",
            ),
            *_of("view", "claims", "comment", "complaint"),
            *_of("add", "sources", "document", "source"),
        ),
    ),
    Role(
        EDITOR,
        "Changes claims, sources and documents; withdraws, supersedes, voids and strikes out; judges independence; settles and"
        " waives flags; merges and splits claims; answers complaints; drafts verdicts; loads case files.",
        (
            *_of(
                "change", "claims",
                "attribution", "citation", "claim", "claimrelation", "complaint", "decision", "interest", "verdict",
            ),
            *_of("add", "claims", "verdict"),
            "claims.merge_claim",
            "claims.split_claim",
            "claims.waive_flag",
            *_of("add", "sources", "independencejudgement", "sourcerelation"),
            *_of("change", "sources", "document", "independencejudgement", "source", "sourcerelation"),
        ),
    ),
    Role(
        SENIOR,
        "Publishes, returns and withdraws the verdicts of others; approves unnamed sources; grades and merges sources; shares"
        " private notes; strikes out comments of others.",
        (
            "claims.review_verdict",
            *_of("change", "claims", "comment"),
            *_of("add", "claims", "privatenote"),
            *_of("view", "claims", "privatenote"),
            "sources.approve_unnamed",
            "sources.grade_source",
            "sources.merge_source",
        ),
    ),
    Role(
        ADMINISTRATOR,
        "Deletes claims, erases what may not be kept, sets the policy and the words of verdicts, and keeps users, groups,"
        " tokens of the API and webhooks. Reads the sign-in log. Sees whether the service works, and stops runs.",
        (
            "claims.remove_claim",
            "claims.change_verificationrun",
            *_of("add", "claims", "deskpolicy", "erasure", "ratingword"),
            "claims.view_erasure",
            *_of("change", "claims", "ratingword"),
            *_of("add", "auth", "group", "user"),
            *_of("change", "auth", "group", "user"),
            *_of("view", "auth", "group", "permission", "user"),
            *_of("view", "signin", "signin"),
            *_of("view", "backups", "backup"),
            *(f"access.{action}_apitoken" for action in ("add", "change", "view")),
            *(f"claims.{action}_webhooksubscription" for action in ("add", "change", "view")),
            *_of("view", "claims", "webhookdelivery"),
        ),
    ),
)  # fmt: skip


def _summed(roles: Iterable[Role]) -> Iterator[tuple[str, frozenset[str]]]:
    held: frozenset[str] = frozenset()
    for role in roles:
        held |= frozenset(role.adds)
        yield role.name, held


#: All permissions of each role, as ``app.codename``, least first. Nobody may delete: there is no such permission.
ROLES: Final = dict(_summed(_IN_ORDER))
#: What each role is for, in a sentence.
PURPOSES: Final = {role.name: role.does for role in _IN_ORDER}


def lowest_role(permissions: Iterable[str]) -> str | None:
    """Return the role with the fewest permissions that holds all of these; None if no role does."""
    wanted = frozenset(permissions)
    return next((role for role, held in ROLES.items() if wanted <= held), None)


def ensure_role(role: str) -> Group:
    """Return the group of a role, created if missing, with all its permissions; permissions that an admin added stay.

    Raises: KeyError for an unknown role.
    """
    wanted = {tuple(permission.split(".")) for permission in ROLES[role]}
    group, _ = Group.objects.get_or_create(name=role)
    # Asked for by both names of each, the statement has as many branches as there are permissions: this takes half as long.
    named = Permission.objects.filter(codename__in={codename for _app, codename in wanted})
    found = named.values_list("pk", "content_type__app_label", "codename")
    group.permissions.add(*(pk for pk, *names in found if tuple(names) in wanted))
    return group
