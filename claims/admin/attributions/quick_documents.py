"""Find the document that an editor means: an existing one, one of several matches, or a new one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.attributions.quick_forms import NEW, WhereForm
from claims.admin.attributions.quick_sources import CHOSEN, WAYS, Who, recorded
from sources.admin.finding import choice_label
from sources.models import Document, Source
from sources.names import EXACT, SPELLING, free_key, key_from
from sources.queries import documents_by_key
from sources.queries.matching import documents_meant, sources_meant, taken_keys

_ADDRESS: Final = re.compile(r"https?://\S+\Z", re.IGNORECASE)


class Where(NamedTuple):
    """The document of a chain. ``document`` is None for a new document."""

    document: Document | None = None
    how: str = CHOSEN
    publisher: Source | None = None  # of a new document, if the editor named one

    @property
    def nearer(self) -> Who | None:
        """Return the publisher of the document."""
        publisher = self.document.publisher if self.document is not None else self.publisher
        return recorded(publisher) if publisher is not None else None


class NewDocument(NamedTuple):
    """A document to be recorded, in the form of a case file."""

    key: str
    record: Mapping[str, Any]


def look_up(form: WhereForm, *, may_record: bool) -> Where | None:
    """Return the document that the editor means. If that is not clear, add an error to the form and return None."""
    name, chosen = form.cleaned_data["name"], form.chosen()
    if chosen and chosen != NEW:
        # ``OpenChoice`` accepts any value, so a request made by hand can name what is not there.
        document = documents_by_key([chosen]).get(chosen)
        if document is None:
            form.add_error("name", _("The document that you chose does not exist. Enter its title again."))
            return None
        form.offer([(chosen, choice_label(document)), _NEW], chosen)
        return Where(document)
    called, alike = documents_meant(name)
    if chosen == NEW or not (called or alike):
        return _new(form, [*called, *alike], may_record=may_record)
    if len(called) == 1:
        # Selected, but the other matches stay on offer: the title may be that of another document.
        form.offer(_choices([*called, *alike]), called[0].key)
        return Where(called[0], EXACT if name in (called[0].title, called[0].url) else SPELLING)
    form.offer(_choices([*called, *alike]), "")
    form.add_error("pick", _("Choose a document from the list, or a new one."))
    return None


_NEW: Final = (NEW, gettext_lazy("a new document"))


def _choices(documents: Sequence[Document]) -> list[tuple[str, Any]]:
    return [*((document.key, choice_label(document)) for document in documents), _NEW]


def _new(form: WhereForm, alike: Sequence[Document], *, may_record: bool) -> Where | None:
    name = form.cleaned_data["name"]
    form.opened = True
    form.offer(_choices(alike), form.chosen(), blank=WAYS[NEW])
    if not may_record:
        form.add_error("name", _("No document has this title, and you do not have permission to add one."))
        return None
    title, url = form.cleaned_data["title"], form.cleaned_data["url"]
    # What was typed is a title or an address: put it into the field of a new document that fits.
    form.put(title=title or ("" if _ADDRESS.match(name) else name), url=url or (name if _ADDRESS.match(name) else ""))
    if not (title or not _ADDRESS.match(name)):
        form.add_error("title", _("No document has this address. Enter a title to add it."))
    publisher = _publisher(form)
    return None if form.errors else Where(None, NEW, publisher)


def _publisher(form: WhereForm) -> Source | None:
    name = form.cleaned_data["publisher"]
    if not name:
        return None
    # A similar name is not enough to decide who published a document.
    sure = [match for match in sources_meant([name])[name] if match.how in (EXACT, "alias", SPELLING)]
    if len({match.source.pk for match in sure}) == 1:
        return sure[0].source
    keys = ", ".join(match.source.key for match in sources_meant([name])[name][:5])
    form.add_error(
        "publisher",
        _("Several sources match. Enter the key of one: %s.") % keys
        if keys
        else _("No source has this name. Leave it empty to use the first source of the chain as the publisher."),
    )
    return None


def new_document(form: WhereForm, where: Where, nearest: Who) -> NewDocument | None:
    """Return a new document by the publisher that the editor named, or else by the nearest source if it is a named one."""
    # An unnamed source cannot publish, and only a named publisher can vouch for one.
    if where.publisher is None and not nearest.identified:
        form.add_error("publisher", _("Enter the publisher: the first source of the chain is unnamed."))
        return None
    publisher = where.publisher.key if where.publisher is not None else nearest.key
    values = {name: form.data.get(form.add_prefix(name), "").strip() for name in ("title", "url", "kind")}
    values["kind"] = values["kind"] or "article"
    preferred = key_from(f"{publisher} {values['title']}") or f"{publisher}-document"
    key = free_key(preferred, taken_keys(Document, preferred))
    published_at = form.cleaned_data["published_at"] or None
    return NewDocument(key, {"key": key, "publisher": publisher, "published_at": published_at, **values})
