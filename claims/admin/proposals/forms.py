"""The forms of the review: one for each proposal, and one for what is shared by all that are recorded at once."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.attributions.fields import SaidFields, require_hedge
from claims.admin.attributions.quick_forms import DateText, OpenChoice
from claims.admin.attributions.quick_reading import fault_text
from claims.admin.claims.form_fields import text_field
from claims.intake.chains import MAX_TEXT, Chain, read_chain, write_chain
from claims.intake.claim_lines import MOST_TEXT
from claims.models import Claim
from claims.queries.proposals.suggested import Suggested, as_recorded
from claims.vocabulary import REPORTS, RejectionReason, ReviewDecision, Stance
from factcheck.desk.admin_theme import Area, Checkbox, Select, Text, choices_of
from factcheck.text.texts import in_form
from sources.admin.finding import find_address

ACCEPTED: Final = ReviewDecision.ACCEPTED.value
REJECTED: Final = ReviewDecision.REJECTED.value


class ProposalForm(forms.Form):
    """What an editor decides about a proposal, and the values with which it is recorded."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        required=False,
        choices=[("", gettext_lazy("Leave open")), (ACCEPTED, gettext_lazy("Accept")), (REJECTED, gettext_lazy("Reject"))],
        widget=forms.RadioSelect(),
    )
    because = forms.ChoiceField(
        label=gettext_lazy("Why rejected"),
        required=False,
        choices=choices_of(RejectionReason.words(), blank=gettext_lazy("Choose …")),
        widget=Select(),
    )
    claim = OpenChoice(gettext_lazy("Claim"))
    same_as = forms.IntegerField(
        label=gettext_lazy("The same claim as number"),
        required=False,
        min_value=1,
        widget=Text({"inputmode": "numeric"}),
        help_text=gettext_lazy("Of a proposal on this page, or one that was accepted before. It wins over the claim above."),
    )
    other = text_field(
        gettext_lazy("Another recorded claim"), gettext_lazy("Its key; type words of it to find it."), length=100
    )
    text = forms.CharField(
        label=gettext_lazy("Text of a new claim"),
        required=False,
        max_length=MOST_TEXT,
        widget=Area({"spellcheck": "true"}, rows=2),
    )
    chain = forms.CharField(
        label=gettext_lazy("Chain"),
        required=False,
        max_length=MAX_TEXT,
        widget=Text(),
        help_text=gettext_lazy("Nearest to us first, without the publisher: Agency West < a diplomat."),
    )
    said_at = DateText(gettext_lazy("When it was said"))
    quote = forms.CharField(
        label=gettext_lazy("Quote"),
        required=False,
        max_length=MOST_TEXT,
        strip=False,
        widget=Area(rows=3),
        help_text=gettext_lazy("A passage of the text, as it is there."),
    )

    #: Fields of an attribution, and all that are folded away. The text of a new claim is not: one key records it.
    SAID: Final = ("stance", "scope", "hedge", "hedge_words", "ground_rule", "basis")
    EDITED: Final = ("same_as", "other", "chain", *SAID, "said_at", "quote")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update({name: deepcopy(SaidFields.base_fields[name]) for name in self.SAID})
        # Nobody behind whom there is nobody can only report: see ``claims.intake.claim_lines``.
        stances = [stance for stance in Stance.words() if stance != REPORTS]
        known = dict(self.fields["stance"].choices)  # type: ignore[attr-defined]
        self.fields["stance"].choices = [("", known[""]), *((each, known[each]) for each in stances)]  # type: ignore[attr-defined]
        self.fields["other"].widget.attrs |= {"autocomplete": "off", "data-find": find_address(Claim, "merged_into")}
        self.read = Chain()

    def full_clean(self) -> None:
        """Check what is accepted; what is typed into others stays as it is, and is checked when they are."""
        super().full_clean()
        if self.is_bound and self.cleaned_data.get("decision") != ACCEPTED:
            for name in set(self.errors) - {"decision", "because"}:
                del self.errors[name]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("decision") == REJECTED and not values.get("because") and "because" not in self.errors:
            self.add_error("because", _("Say why it is rejected."))
        require_hedge(self, values)
        self._read_chain(values.get("chain", ""))
        return values

    def _read_chain(self, typed: str) -> None:
        if not typed.strip():
            self.add_error("chain", _("Enter who says so. If the publisher itself does, enter its name."))
            return
        self.read = read_chain(typed)
        if self.read.fault is not None:
            self.add_error("chain", fault_text(self.read.fault))

    @property
    def accepted(self) -> bool:
        return bool(self.cleaned_data.get("decision") == ACCEPTED)

    @property
    def rejected(self) -> bool:
        return bool(self.cleaned_data.get("decision") == REJECTED)

    def changed_parts(self) -> tuple[str, ...]:
        """Return the parts of the proposal that the editor changed, by comparison with what was proposed."""
        said, proposed = self.cleaned_data, self.initial
        changed = {name: said[name] != proposed.get(name, "") for name in ("stance", "hedge")}
        changed["chain"] = self.read.hands != read_chain(str(proposed["chain"])).hands
        changed["text"] = in_form(said["text"]) != in_form(str(proposed["text"]))
        return tuple(name for name, differs in changed.items() if differs)


def initial_of(each: Suggested, text: str, *, same_as: int | None, claim: str) -> dict[str, Any]:
    """Return the values with which the form of a proposal begins. ``claim`` is the choice of the claim that it is of."""
    shared = {"decision": "", "claim": claim, "same_as": same_as, "chain": write_chain(each.hands)}
    return {**shared, **as_recorded(each, text)}


class ReviewForm(forms.Form):
    """What all claims that are recorded at once share."""

    topics = text_field(
        gettext_lazy("Topics of new claims"), gettext_lazy("Comma-separated: diplomacy, north-korea"), length=2_000
    )
    reason = text_field(
        gettext_lazy("Reason"),
        gettext_lazy("Stored with each revision. Leave empty to store the title of the document."),
        length=2_000,
    )
    public = forms.BooleanField(
        required=False, initial=True, widget=Checkbox(), label=gettext_lazy("Readers may see new claims")
    )
    plan_seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())


class ReadForm(forms.Form):
    """Which extractor reads the text, and in which language."""

    extractor = forms.ChoiceField(label=gettext_lazy("Extractor"), widget=Select())
    language = forms.ChoiceField(label=gettext_lazy("Language of the text"), widget=Select())
