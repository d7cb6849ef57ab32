"""The sources of many chains, each settled once: a form for each name, shared by the chains that it is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

from claims.admin.attributions.quick_forms import HandForm
from claims.admin.attributions.quick_reading import field_texts
from claims.admin.attributions.quick_sources import CHOSEN, Hands, Who
from claims.intake.chains import Chain, unquoted
from claims.intake.claim_lines import ChainLine, ClaimLine
from claims.intake.descriptions import is_unnamed
from sources.names import PART, plain
from sources.vocabulary import OUTLET


class CarrierForm(HandForm):
    """A source that passes something on in at least one of the chains: most are outlets."""

    DEFAULT_KIND = OUTLET


class _Name(NamedTuple):
    """A name as typed, and what tells it from others: an unnamed source is another one behind another outlet."""

    text: str
    folded: str
    behind: str


class Settling:
    """The forms of all sources of pasted claims, and the sources that they mean."""

    def __init__(
        self,
        claims: Sequence[ClaimLine],
        data: Any,
        *,
        approves: bool,
        may_record: bool,
        proposed: Mapping[int, Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        """``data`` is the submitted data; the names of the chains are written into it.

        ``proposed`` are values for the form of the last source of a chain, by its line. They are filled in until the form was
        shown, so that an editor can change them.
        """
        self._names = {each.line: _names(each.chain) for claim in claims for each in claim.chains}
        for prefix, values in ((_prefix(self._names[line][-1]), values) for line, values in proposed.items()):
            if f"{prefix}-matched" not in data:
                data.update({f"{prefix}-{field}": value for field, value in values.items() if f"{prefix}-{field}" not in data})
        carriers = {_prefix(name) for names in self._names.values() for name in names[:-1]}
        self._forms: dict[str, HandForm] = {}
        for name in (name for names in self._names.values() for name in names):
            prefix = _prefix(name)
            if prefix not in self._forms:
                data[f"{prefix}-name"] = name.text
                kind = CarrierForm if prefix in carriers else HandForm
                self._forms[prefix] = kind(data, prefix=prefix, approves=approves)
        self.valid = not any(form.errors for form in self._forms.values())
        self._hands = Hands(list(self._forms.values()), may_record=may_record) if self.valid else None
        self._found: dict[str, Who] = {}

    def who(self, line: ChainLine, nearer: Who | None) -> list[Who] | None:
        """Return the sources of a chain, nearest to us first; None unless all are known. Errors are added to their forms."""
        if self._hands is None:
            return None
        prefixes = [_prefix(name) for name in self._names[line.line]]
        found = self._hands.who(nearer, [self._forms[prefix] for prefix in prefixes])
        self._found.update(zip(prefixes, found or (), strict=False))
        return found

    @property
    def shown(self) -> list[HandForm]:
        """Return the forms that a person has to look at: of new sources, of doubtful ones, and of those already chosen."""
        return [form for prefix, form in self._forms.items() if form.errors or form.opened or self._is_doubtful(prefix)]

    def _is_doubtful(self, prefix: str) -> bool:
        return prefix in self._found and self._found[prefix].how in (PART, CHOSEN)

    def form_of(self, key: str) -> HandForm | None:
        """Return the form of the source with a key."""
        return next((self._forms[prefix] for prefix, who in self._found.items() if who.key == key), None)


def _names(chain: Chain) -> list[_Name]:
    found: list[_Name] = []
    for text in field_texts(chain):
        bare, is_quoted = unquoted(text)
        behind = found[-1].folded if found and not is_quoted and is_unnamed(bare) else ""
        found.append(_Name(text, plain(bare) or bare, behind))
    return found


def _prefix(name: _Name) -> str:
    """Return the prefix of the form of a name, the same for each preview, however the lines around it change."""
    digest = sha256("\n".join((name.folded, name.behind)).encode()).hexdigest()
    return f"source-{digest[:12]}"
