"""Find the sources that the names of a chain mean: existing ones, one of several matches, or new ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.attributions.quick_forms import CHOOSE, NEW, HandForm
from claims.admin.attributions.quick_reading import doubt_of
from claims.intake.descriptions import is_plural, is_unnamed
from sources.admin.finding import choice_label
from sources.models import Source
from sources.names import ALIAS, EXACT, PART, SPELLING, free_key, how_called, key_from, plain
from sources.queries import sources_by_key, vouchers_of
from sources.queries.matching import Match, sources_meant, taken_keys, unnamed_known_to
from sources.queries.sight import only_hidden

CHOSEN = "chosen"
#: Why a source is in the list of matches.
WAYS = {
    EXACT: gettext_lazy("exact name"),
    ALIAS: gettext_lazy("alias"),
    SPELLING: gettext_lazy("other spelling"),
    PART: gettext_lazy("similar name"),
    CHOSEN: gettext_lazy("your choice"),
    NEW: gettext_lazy("will be added"),
}


class Who(NamedTuple):
    """A source of the chain: an existing one, or the record of a new one in the form of a case file."""

    key: str
    shown: str
    how: str
    source: Source | None = None
    record: Mapping[str, Any] | None = None

    @property
    def is_new(self) -> bool:
        return self.source is None

    @property
    def kind(self) -> str:
        return self.source.kind if self.source is not None else str((self.record or {}).get("kind", ""))

    @property
    def identified(self) -> bool:
        return self.source.identified if self.source is not None else (self.record or {}).get("identified", True)


def recorded(source: Source, how: str = CHOSEN) -> Who:
    """Return an existing source."""
    return Who(source.key, choice_label(source), how, source=source)


class Hands:
    """The sources of one chain, nearest to us first, looked up together. Errors are added to their forms."""

    def __init__(self, forms: Sequence[HandForm], *, may_record: bool) -> None:
        self.forms, self.may_record = forms, may_record
        self.meant = sources_meant({form.cleaned_data["name"] for form in forms if form.chosen() in ("", NEW)})
        self.chosen = sources_by_key({form.chosen() for form in forms} - {"", NEW})
        self.new: dict[tuple[str, str], Who] = {}  # by the folded name, and by the outlet that vouches for it
        self.answers: dict[tuple[int, str, bool], Who | None] = {}

    def who(self, nearer: Who | None, forms: Sequence[HandForm] | None = None) -> list[Who] | None:
        """Return the sources, or None unless all are known. ``nearer`` published the document that quotes the first one.

        ``forms`` are those of one of several chains, which share the form of a source that is in more than one.
        """
        found: list[Who | None] = []
        for form in self.forms if forms is None else forms:
            settled = not found or found[-1] is not None
            found.append(self._once(form, found[-1] if found else nearer, settled=settled))
        return [who for who in found if who is not None] if None not in found else None

    def _once(self, form: HandForm, voucher: Who | None, *, settled: bool) -> Who | None:
        """Return the source of a form, asked once for each source that quotes it: an error is shown once."""
        asked = (id(form), voucher.key if voucher is not None else "", settled)
        if asked not in self.answers:
            self.answers[asked] = None if form.errors else self._who(form, voucher, settled=settled)
        return self.answers[asked]

    def _who(self, form: HandForm, voucher: Who | None, *, settled: bool) -> Who | None:
        """Return the source of a form. ``voucher`` is the source that quotes it, if that one is ``settled``."""
        name, chosen = form.cleaned_data["name"], form.chosen()
        if chosen and chosen != NEW:
            return self._as_chosen(form, chosen)
        unnamed = form.cleaned_data["unnamed"] or self._is_described(form)
        if unnamed:
            _propose_plural(form)
        # Who vouches is not known yet, so the unnamed source cannot be looked up.
        if unnamed and not settled:
            form.offer(_choices([]), chosen, blank=WAYS[NEW])
            return None
        matches = self._unnamed(name, voucher) if unnamed else self._named(name, voucher)
        surest = next((how for how in (EXACT, ALIAS, SPELLING) if any(match.how == how for match in matches)), "")
        best = [match for match in matches if match.how == surest]
        if chosen == NEW or (not surest and (unnamed or not matches)):
            return self._record(form, matches, voucher, unnamed=unnamed)
        if len(best) == 1:
            form.offer(_choices(matches), best[0].source.key)
            return recorded(*best[0])
        form.offer(_choices(matches), "")
        several = _("Several sources have this name. Choose one of them, or a new source.")
        alike = _("No source has exactly this name. Choose one of these, or a new source.")
        form.add_error("pick", several if surest else alike)
        return None

    def _is_described(self, form: HandForm) -> bool:
        """Return whether the text describes an unnamed source. Quoted text and names of existing sources do not."""
        name = form.cleaned_data["name"]
        return not form.quoted and is_unnamed(name) and not self._is_called(name)

    def _is_called(self, name: str) -> bool:
        return any(match.how == EXACT and match.source.identified for match in self.meant.get(name, []))

    def _as_chosen(self, form: HandForm, key: str) -> Who | None:
        source = self.chosen.get(key)
        # ``OpenChoice`` accepts any value, so a request made by hand can name what is not there.
        if source is None:
            form.add_error("name", _("The source that you chose does not exist. Enter its name again."))
            return None
        form.offer([(source.key, choice_label(source)), _NEW], source.key)
        return recorded(source)

    def _named(self, name: str, voucher: Who | None) -> list[Match]:
        """Return the sources that a name may mean. The unnamed source of another outlet counts only as a similar name."""
        return [
            match if match.source.identified or _known_to(match.source, voucher) else match._replace(how=PART)
            for match in self.meant.get(name, [])
        ]

    def _unnamed(self, name: str, voucher: Who | None) -> list[Match]:
        if voucher is None or voucher.source is None:
            return []
        # Never those of other outlets: "a diplomat" of one is not that of another, and joining them would lose one.
        known = unnamed_known_to(voucher.source)
        return [Match(one, how_called(name, (one.name, one.description), (one.key,)) or PART) for one in known]

    def _record(self, form: HandForm, matches: Sequence[Match], voucher: Who | None, *, unnamed: bool) -> Who | None:
        form.opened = True
        doubt = None if form.quoted or form.chosen() == NEW else doubt_of(form.cleaned_data["name"])
        form.offer(_choices(matches), form.chosen(), blank=CHOOSE if doubt else WAYS[NEW])
        if not self.may_record:
            form.add_error("name", _("No source has this name, and you do not have permission to add one."))
            return None
        if doubt:
            form.add_error("pick", doubt)
            return None
        kind = form.cleaned_data["kind"] or ("person" if unnamed else form.DEFAULT_KIND)
        form.put(kind=kind, **({"unnamed": "on"} if unnamed else {}))
        if not kind:
            form.add_error("kind", _("No source has this name. Choose its kind to add it."))
        if unnamed and not self._may_vouch(form, voucher):
            return None
        if not kind:
            return None
        vouched_by = voucher.key if unnamed and voucher is not None else ""
        # A new source that appears twice in the chain is one source, so it gets one record. Two outlets' unnamed
        # sources stay two.
        same = (plain(form.cleaned_data["name"]) or form.cleaned_data["name"], vouched_by)
        if same not in self.new:
            self.new[same] = self._new(form.cleaned_data, kind, vouched_by)
        return self.new[same]

    def _may_vouch(self, form: HandForm, voucher: Who | None) -> bool:
        meant = self.meant.get(form.cleaned_data["name"], [])
        named = {match.source.pk for match in meant if match.how == EXACT and match.source.identified}
        # Sources that only hidden claims use are left out: the message would reveal that they are recorded.
        if named - only_hidden(named, timezone.now()):
            form.add_error(
                "name", _("This is the name of a recorded source. Enter the role of an unnamed source, never a name.")
            )
        elif voucher is None:
            form.add_error(
                "name", _("Enter the outlet that knows the source, in the chain or as the publisher of the document.")
            )
        elif not voucher.identified:
            form.add_error("name", _("“%s” is itself unnamed. Only a named source can vouch for another one.") % voucher.shown)
        else:
            return True
        return False

    def _new(self, values: Mapping[str, Any], kind: str, vouched_by: str) -> Who:
        name = values["name"]
        if not vouched_by:
            key = self._free(key_from(name))
            return Who(key, name, NEW, record={"key": key, "name": name, "kind": kind})
        role = name[:1].upper() + name[1:]
        # The key of an unnamed source is made of outlet and role, so that it reveals nothing more.
        key = self._free(f"{vouched_by[:60]}-{_role(name)}".strip("-"))
        asked = {field: values[field] for field in HandForm.UNNAMED_ASKS if field in values}
        record = {"key": key, "name": role, "kind": kind, "identified": False, "vouched_by": vouched_by, **asked}
        return Who(key, role, NEW, record=record)

    def _free(self, preferred: str) -> str:
        preferred = preferred or "source"
        return free_key(preferred, taken_keys(Source, preferred) | {who.key for who in self.new.values()})


def _propose_plural(form: HandForm) -> None:
    """Tick "More than one person" if the description is plural.

    It is proposed once for each name, so that an editor can untick it.
    """
    name = form.cleaned_data["name"]
    if form.cleaned_data["proposed"] != name and is_plural(name):
        form.put(plural="on")
        form.cleaned_data["plural"] = True
    form.put(proposed=name)


_NEW = (NEW, gettext_lazy("a new source"))


def _choices(matches: Sequence[Match]) -> list[tuple[str, Any]]:
    return [*((match.source.key, f"{choice_label(match.source)} – {WAYS[match.how]}") for match in matches), _NEW]


def _known_to(source: Source, voucher: Who | None) -> bool:
    return voucher is not None and voucher.source is not None and voucher.source in vouchers_of(source)


def _role(name: str) -> str:
    """Return the role of an unnamed source for its key: "diplomat" for "an unnamed diplomat"."""
    return "-".join(word for word in key_from(name, length=30).split("-") if word not in ("a", "an", "the", "unnamed"))
