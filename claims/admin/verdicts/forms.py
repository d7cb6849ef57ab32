"""The forms that draft a verdict and that carry out actions on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.actions import SeenForm
from claims.admin.attributions.quick_forms import CHOOSE
from claims.models import Attribution, RatingWord, Verdict
from factcheck.desk.admin_theme import Area, Checkbox, Select, Text

#: More than any reader would read to the end (a guess).
_LONGEST: Final = 20_000
_TAKE, _PLACE = "take-", "place-"


def _comment(*, required: bool, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Comment"), widget=Area(rows=2), max_length=2_000, required=required, help_text=help_text
    )


class VerdictForm(SeenForm):
    """The rating, the rationale and the evidence: a checkbox for each attribution, and its position."""

    rating = forms.ChoiceField(label=gettext_lazy("Rating"), widget=Select())
    rationale = forms.CharField(
        label=gettext_lazy("Rationale"),
        widget=Area(rows=8),
        max_length=_LONGEST,
        help_text=gettext_lazy("Readers see this. Do not reveal who an unnamed source is."),
    )
    reason = _comment(required=False, help_text=gettext_lazy("What you changed, or what is still open. Only editors see it."))

    def __init__(
        self,
        data: Any,
        *,
        words: Sequence[RatingWord],
        rows: Sequence[Attribution],
        says: Verdict | None,
        seen: Mapping[str, Any],
    ) -> None:
        chosen = [each.attribution_id for each in says.evidence.all()] if says is not None else []
        initial: dict[str, Any] = dict(seen)
        if says is not None:
            initial |= {"rating": says.rating.key, "rationale": says.rationale}
        for place, pk in enumerate(chosen, 1):
            initial |= {f"{_TAKE}{pk}": True, f"{_PLACE}{pk}": place}
        super().__init__(data, initial=initial)
        self.rows, self.words = rows, words
        self.fields["rating"].choices = [("", CHOOSE), *((word.key, word.word) for word in words)]  # type: ignore[attr-defined]
        for row in rows:
            self.fields[f"{_TAKE}{row.pk}"] = forms.BooleanField(
                label=f"{row.source} ({row.key})", required=False, widget=Checkbox()
            )
            self.fields[f"{_PLACE}{row.pk}"] = forms.IntegerField(
                label=_("Position of %(key)s") % {"key": row.key},
                required=False,
                min_value=1,
                max_value=len(rows),
                widget=Text(attrs={"inputmode": "numeric", "size": 3, "class": "desk-text"}),
            )

    @property
    def evidence_fields(self) -> list[tuple[Attribution, forms.BoundField, forms.BoundField]]:
        """Each attribution with its checkbox and its position field."""
        return [(row, self[f"{_TAKE}{row.pk}"], self[f"{_PLACE}{row.pk}"]) for row in self.rows]

    @cached_property
    def evidence(self) -> list[Attribution]:
        """The selected attributions: first those with a position, in order, then the others in the order of the list."""
        ticked = [row for row in self.rows if self.cleaned_data.get(f"{_TAKE}{row.pk}")]
        last = len(self.rows) + 1
        return sorted(ticked, key=lambda row: self.cleaned_data.get(f"{_PLACE}{row.pk}") or last)


class MoveForm(SeenForm):
    """The comment on an action. All actions but sending to review require one."""

    verdict = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    reason = _comment(required=True, help_text=gettext_lazy("What you checked, what is missing, or why. Only editors see it."))

    def __init__(self, data: Any, *, verdict: Verdict, seen: Mapping[str, Any], needs_comment: bool = True) -> None:
        # The page can have two of these forms: with equal ids, labels would name the fields of the other one.
        super().__init__(data, initial={**seen, "verdict": verdict.pk}, auto_id=f"move-{verdict.pk}-%s")
        self.fields["reason"].required = needs_comment
