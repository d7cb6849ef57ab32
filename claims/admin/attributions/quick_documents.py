"""Which document is meant: a recorded one, one of several to choose from, or one to be recorded with the chain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.attributions.quick_forms import NEW, WhereForm
from claims.admin.attributions.quick_sources import CHOSEN, WAYS, Who, recorded
from sources.admin.finding import told
from sources.models import Document, Source
from sources.names import EXACT, SPELLING, free_key, key_from
from sources.queries import documents_by_key
from sources.queries.matching import documents_meant, sources_meant, taken_keys

_ADDRESS: Final = re.compile(r"https?://\S+\Z", re.IGNORECASE)


class Where(NamedTuple):
    """What is known of the document before the chain is: a recorded one, or one to be recorded (``document`` is None)."""

    document: Document | None = None
    how: str = CHOSEN
    publisher: Source | None = None  # of a new one, where the editor named it

    @property
    def nearer(self) -> Who | None:
        """Return whose document it is."""
        publisher = self.document.publisher if self.document is not None else self.publisher
        return recorded(publisher) if publisher is not None else None


class NewDocument(NamedTuple):
    """A document to be recorded, as a case file has it."""

    key: str
    record: Mapping[str, Any]


def look_up(form: WhereForm, *, may_record: bool) -> Where | None:
    """Return the document that is meant; None where that is not settled, which the form then says."""
    name, chosen = form.cleaned_data["name"], form.chosen()
    if chosen and chosen != NEW:
        document = documents_by_key([chosen]).get(chosen)
        if document is None:
            form.add_error("name", _("The document that you chose is not recorded. Type its title again."))
            return None
        form.offer([(chosen, told(document)), _NEW], chosen)
        return Where(document)
    called, alike = documents_meant(name)
    if chosen == NEW or not (called or alike):
        return _new(form, [*called, *alike], may_record=may_record)
    if len(called) == 1:
        form.offer(_choices([*called, *alike]), called[0].key)
        return Where(called[0], EXACT if name in (called[0].title, called[0].url) else SPELLING)
    form.offer(_choices([*called, *alike]), "")
    form.add_error("pick", _("Choose the document that is meant, or a new one."))
    return None


_NEW: Final = (NEW, gettext_lazy("a new document, to be recorded"))


def _choices(documents: Sequence[Document]) -> list[tuple[str, Any]]:
    return [*((document.key, told(document)) for document in documents), _NEW]


def _new(form: WhereForm, alike: Sequence[Document], *, may_record: bool) -> Where | None:
    name = form.cleaned_data["name"]
    form.opened = True
    form.offer(_choices(alike), form.chosen(), blank=WAYS[NEW])
    if not may_record:
        form.add_error("name", _("No recorded document is called so, and you may not record new ones."))
        return None
    title, url = form.cleaned_data["title"], form.cleaned_data["url"]
    form.put(title=title or ("" if _ADDRESS.match(name) else name), url=url or (name if _ADDRESS.match(name) else ""))
    if not (title or not _ADDRESS.match(name)):
        form.add_error("title", _("No recorded document has this address. Give its title, to record it."))
    publisher = _publisher(form)
    return None if form.errors else Where(None, NEW, publisher)


def _publisher(form: WhereForm) -> Source | None:
    name = form.cleaned_data["publisher"]
    if not name:
        return None
    sure = [match for match in sources_meant([name])[name] if match.how in (EXACT, "alias", SPELLING)]
    if len({match.source.pk for match in sure}) == 1:
        return sure[0].source
    told_names = ", ".join(match.source.key for match in sources_meant([name])[name][:5])
    form.add_error(
        "publisher",
        _("Give the key of the one that is meant: %s.") % told_names
        if told_names
        else _("Nobody who is recorded is called so. Leave it empty, and whoever is nearest to us is the publisher."),
    )
    return None


def new_document(form: WhereForm, where: Where, nearest: Who) -> NewDocument | None:
    """Return the record of a new document, by the publisher that the editor named or by the nearest hand, if that is named."""
    if where.publisher is None and not nearest.identified:
        form.add_error("publisher", _("Say who published it: whoever is nearest to us is unnamed."))
        return None
    publisher = where.publisher.key if where.publisher is not None else nearest.key
    values = {name: form.data.get(form.add_prefix(name), "").strip() for name in ("title", "url", "kind")}
    values["kind"] = values["kind"] or "article"
    wanted = key_from(f"{publisher} {values['title']}") or f"{publisher}-document"
    key = free_key(wanted, taken_keys(Document, wanted))
    published_at = form.cleaned_data["published_at"] or None
    return NewDocument(key, {"key": key, "publisher": publisher, "published_at": published_at, **values})
