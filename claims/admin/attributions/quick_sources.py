"""Who is meant by the names of a chain: a recorded source each, one of several to choose from, or one to be recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.attributions.quick_forms import CHOOSE, NEW, HandForm
from claims.admin.attributions.quick_reading import doubt_of
from claims.intake.descriptions import is_plural, is_unnamed
from sources.admin.finding import told
from sources.models import Source
from sources.names import ALIAS, EXACT, PART, SPELLING, free_key, how_called, key_from, plain
from sources.queries import sources_by_key
from sources.queries.matching import Match, sources_meant, taken_keys, unnamed_known_to
from sources.queries.sight import only_hidden

CHOSEN = "chosen"
#: How a list tells what a choice rests on.
WAYS = {
    EXACT: gettext_lazy("called exactly so"),
    ALIAS: gettext_lazy("by another of its names"),
    SPELLING: gettext_lazy("by another spelling of its name"),
    PART: gettext_lazy("the name is only alike"),
    CHOSEN: gettext_lazy("as you chose"),
    NEW: gettext_lazy("will be recorded"),
}


class Who(NamedTuple):
    """The source that a hand stands for: a recorded one, or the record of a new one as a case file has it."""

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
    """Return a source that is recorded."""
    return Who(source.key, told(source), how, source=source)


class Hands:
    """The hands of one chain, nearest to us first, looked up together. What is wrong is said in their forms."""

    def __init__(self, forms: Sequence[HandForm], *, may_record: bool) -> None:
        self.forms, self.may_record = forms, may_record
        self.meant = sources_meant({form.cleaned_data["name"] for form in forms if form.chosen() in ("", NEW)})
        self.chosen = sources_by_key({form.chosen() for form in forms} - {"", NEW})
        self.new: dict[tuple[str, str], Who] = {}  # by the form of the name, and by who vouches for it

    def who(self, nearer: Who | None) -> list[Who] | None:
        """Return who the hands are, None unless all are settled; ``nearer`` is whose document the first one stands in."""
        found: list[Who | None] = []
        for form in self.forms:
            settled = not found or found[-1] is not None
            found.append(self._who(form, found[-1] if found else nearer, settled=settled))
        return [who for who in found if who is not None] if None not in found else None

    def _who(self, form: HandForm, voucher: Who | None, *, settled: bool) -> Who | None:
        """Return who a hand is; ``voucher`` is the hand that quotes it, if that is ``settled``."""
        name, chosen = form.cleaned_data["name"], form.chosen()
        if chosen and chosen != NEW:
            return self._as_chosen(form, chosen)
        unnamed = form.cleaned_data["unnamed"] or self._is_described(form)
        if unnamed:
            _propose_plural(form)
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
        several = _("Several are called so. Choose one of them, or a new source.")
        alike = _("Nobody who is recorded is called so. Choose who is meant, or a new source.")
        form.add_error("pick", several if surest else alike)
        return None

    def _is_described(self, form: HandForm) -> bool:
        """Return whether the words describe an unnamed source, and are neither in quotes nor the name of a recorded one."""
        name = form.cleaned_data["name"]
        return not form.quoted and is_unnamed(name) and not self._is_called(name)

    def _is_called(self, name: str) -> bool:
        return any(match.how == EXACT and match.source.identified for match in self.meant.get(name, []))

    def _as_chosen(self, form: HandForm, key: str) -> Who | None:
        source = self.chosen.get(key)
        if source is None:
            form.add_error("name", _("The source that you chose is not recorded. Type its name again."))
            return None
        form.offer([(source.key, told(source)), _NEW], source.key)
        return recorded(source)

    def _named(self, name: str, voucher: Who | None) -> list[Match]:
        """Return whom a name may mean. The unnamed source of another outlet is meant by nobody who has not chosen it."""
        return [
            match if match.source.identified or _known_to(match.source, voucher) else match._replace(how=PART)
            for match in self.meant.get(name, [])
        ]

    def _unnamed(self, name: str, voucher: Who | None) -> list[Match]:
        if voucher is None or voucher.source is None:
            return []
        known = unnamed_known_to(voucher.source)
        return [Match(one, how_called(name, (one.name, one.description), (one.key,)) or PART) for one in known]

    def _record(self, form: HandForm, matches: Sequence[Match], voucher: Who | None, *, unnamed: bool) -> Who | None:
        form.opened = True
        doubt = None if form.quoted or form.chosen() == NEW else doubt_of(form.cleaned_data["name"])
        form.offer(_choices(matches), form.chosen(), blank=CHOOSE if doubt else WAYS[NEW])
        if not self.may_record:
            form.add_error("name", _("Nobody who is recorded is called so, and you may not record new sources."))
            return None
        if doubt:
            form.add_error("pick", doubt)
            return None
        kind = form.cleaned_data["kind"] or ("person" if unnamed else form.DEFAULT_KIND)
        form.put(kind=kind, **({"unnamed": "on"} if unnamed else {}))
        if not kind:
            form.add_error("kind", _("Nobody who is recorded is called so. Say what it is, to record it."))
        if unnamed and not self._may_vouch(form, voucher):
            return None
        if not kind:
            return None
        vouched_by = voucher.key if unnamed and voucher is not None else ""
        same = (plain(form.cleaned_data["name"]) or form.cleaned_data["name"], vouched_by)
        if same not in self.new:
            self.new[same] = self._new(form.cleaned_data, kind, vouched_by)
        return self.new[same]

    def _may_vouch(self, form: HandForm, voucher: Who | None) -> bool:
        meant = self.meant.get(form.cleaned_data["name"], [])
        named = {match.source.pk for match in meant if match.how == EXACT and match.source.identified}
        if named - only_hidden(named, timezone.now()):
            form.add_error(
                "name", _("This is the name of a recorded source. An unnamed one is called by its role, never by a name.")
            )
        elif voucher is None:
            form.add_error("name", _("Say through whom it came, or in which document: the outlet that knows who it is."))
        elif not voucher.identified:
            form.add_error("name", _("“%s” is unnamed itself; only a named one can vouch.") % voucher.shown)
        else:
            return True
        return False

    def _new(self, values: Mapping[str, Any], kind: str, vouched_by: str) -> Who:
        name = values["name"]
        if not vouched_by:
            key = self._free(key_from(name))
            return Who(key, name, NEW, record={"key": key, "name": name, "kind": kind})
        role = name[:1].upper() + name[1:]
        key = self._free(f"{vouched_by[:60]}-{_role(name)}".strip("-"))
        asked = {field: values[field] for field in HandForm.UNNAMED_ASKS if field in values}
        record = {"key": key, "name": role, "kind": kind, "identified": False, "vouched_by": vouched_by, **asked}
        return Who(key, role, NEW, record=record)

    def _free(self, wanted: str) -> str:
        wanted = wanted or "source"
        return free_key(wanted, taken_keys(Source, wanted) | {who.key for who in self.new.values()})


def _propose_plural(form: HandForm) -> None:
    """Tick that a source is more than one, where its words say so; once for each name, so that an editor can take it back."""
    name = form.cleaned_data["name"]
    if form.cleaned_data["proposed"] != name and is_plural(name):
        form.put(plural="on")
        form.cleaned_data["plural"] = True
    form.put(proposed=name)


_NEW = (NEW, gettext_lazy("a new source, to be recorded"))


def _choices(matches: Sequence[Match]) -> list[tuple[str, Any]]:
    return [*((match.source.key, f"{told(match.source)} – {WAYS[match.how]}") for match in matches), _NEW]


def _known_to(source: Source, voucher: Who | None) -> bool:
    return voucher is not None and voucher.source is not None and source.vouched_by_id == voucher.source.pk


def _role(name: str) -> str:
    """Return the role of an unnamed source as its key tells it: "diplomat" of "an unnamed diplomat"."""
    return "-".join(word for word in key_from(name, length=30).split("-") if word not in ("a", "an", "the", "unnamed"))
