"""Which claim a proposal may be of: those that were made of the same statement, those like it, or a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.contrib.admin import site
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.intake.extraction.suggestions import as_claim
from claims.models import Claim
from claims.queries.claims.overlap import similar_to_each
from claims.queries.merges.retired import going_on
from factcheck.text.texts import isolated
from sources.admin.display import words
from sources.admin.pages import may

_LABEL: Final = 120
NEW_CLAIM: Final = ("", gettext_lazy("a new claim"))


class Chosen(NamedTuple):
    """A claim and its revision as the editor saw it; None if the editor named it without having seen it."""

    key: str
    revision: int | None

    def __str__(self) -> str:
        return f"{self.key}@{self.revision}"


def chosen(value: str) -> Chosen | None:
    """Return the claim that a value of the form names; None for a new claim."""
    key, _at, revision = value.rpartition("@")
    # 18 digits fit into any database's integers; a hostile form may have more.
    return Chosen(key, int(revision) if revision.isdecimal() and len(revision) <= 18 else 0) if key else None


def value_of(claim: Claim) -> str:
    """Return the value of the form that names a claim as it is now."""
    return str(Chosen(claim.key, claim.revision))


def visible_claims(request: HttpRequest) -> QuerySet[Claim]:
    """Return the claims that the user may see, without merged and deleted ones; none without the permission."""
    claims: QuerySet[Claim] = site.get_model_admin(Claim).get_queryset(request)
    return claims.order_by().filter(going_on()) if may(request, Claim, "view") else claims.none()


class Offered:
    """The claims that a page offers, looked up once for each statement."""

    def __init__(self, request: HttpRequest, contents: Sequence[str]) -> None:
        claims = visible_claims(request)
        self._alike = similar_to_each(claims, contents if may(request, Claim, "view") else ())
        ids = {pk for found in self._alike.values() for pk in found}
        self._claims = claims.select_related("standing").in_bulk(ids)

    def choices(self, content: str, *others: Claim | None) -> list[tuple[str, Any]]:
        """Return the choices for a statement: ``others`` first, such as the claim that was chosen before."""
        alike = [self._claims[pk] for pk in self._alike.get(content, ()) if pk in self._claims]
        found = {claim.pk: claim for claim in (*filter(None, others), *alike)}
        return [NEW_CLAIM, *((value_of(claim), _label(claim)) for claim in found.values())]

    def number_alike(self, content: str) -> int:
        """Return how many recorded claims are like a statement."""
        return len(self._alike.get(content, ()))

    def same_text(self, content: str) -> Claim | None:
        """Return the recorded claim that has just these words."""
        wanted = as_claim(content).casefold()
        alike = (self._claims[pk] for pk in self._alike.get(content, ()) if pk in self._claims)
        return next((claim for claim in alike if claim.text.casefold() == wanted), None)


def _label(claim: Claim) -> str:
    status = words(claim.standing.status) if hasattr(claim, "standing") else ""
    text = isolated(Truncator(claim.text).chars(_LABEL))
    return _("recorded: %(text)s") % {"text": f"{text} ({status})" if status else text}
