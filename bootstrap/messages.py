"""`make messages`: collects the desk's messages from code and templates into the catalogues, and compiles them.

It uses Babel instead of GNU gettext, which a computer may not have. Django's own parser reads the templates, so that each
message is exactly the one that is looked up when the page is shown.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
APPS: Final = ("factcheck", "claims", "sources")
_KEYWORDS: Final[dict[str, Any]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
#: Lines of the catalogue are as wide as lines of code.
_WIDTH: Final = 128


class Said(NamedTuple):
    """One message: the text, or its singular and plural; and the context, if one distinguishes two equal texts."""

    text: str | tuple[str, str]
    of: str | None = None


def catalogue_path(language: str) -> Path:
    """Return the path of a language's catalogue; the compiled one is in the same directory, ending in .mo."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def languages() -> list[str]:
    return sorted(path.name for path in (ROOT / "locale").iterdir() if path.is_dir())


def messages() -> Iterator[tuple[str, Said]]:
    """Yield the desk's messages, each with the file that has it."""
    for path in _files("*.py"):
        with path.open("rb") as file:
            for _line, text, _comments, of in extract("python", file, _KEYWORDS):
                yield _shown(path), Said(text if isinstance(text, str) else (text[0], text[1]), of)
    for path in _files("*.html"):
        yield from ((_shown(path), said) for said in template_messages(path.read_text()))
    yield from _model_words()
    yield from _rule_words()


def _files(pattern: str) -> list[Path]:
    return sorted(path for app in APPS for path in (ROOT / app).rglob(pattern) if "migrations" not in path.parts)


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def template_messages(text: str) -> Iterator[Said]:
    """Yield the messages of a template as its tags look them up."""
    from django.template import engines  # noqa: PLC0415 - only once Django is set up
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode  # noqa: PLC0415

    parsed: Any = engines["django"].from_string(text)
    nodes = parsed.template.nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        literal = getattr(node.filter_expression.var, "literal", node.filter_expression.var)
        if isinstance(literal, str):
            yield Said(str(literal), _context(node))
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        singular = node.render_token_list(node.singular)[0]
        plural = node.render_token_list(node.plural)[0] if node.plural else ""
        one, many = (text.strip() if node.trimmed else text for text in (singular, plural))
        yield Said((one, many) if many else one, _context(node))


def _context(node: Any) -> str | None:
    return None if node.message_context is None else str(node.message_context.var)


def _model_words() -> Iterator[tuple[str, Said]]:
    """Yield the names of models and columns that the lists and pages of the admin show."""
    from django.contrib import admin  # noqa: PLC0415
    from django.utils.translation import override  # noqa: PLC0415

    # Without a language, lazy texts give the originals, which are the keys of the catalogue.
    with override(None):
        for model, page in sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label):
            if model._meta.app_label not in APPS:
                continue
            where = f"{model.__module__.replace('.', '/')}.py"
            yield from ((where, Said(str(name))) for name in (model._meta.verbose_name, model._meta.verbose_name_plural))
            for field in _columns(model, page):
                yield from ((where, Said(str(text))) for text in (field.verbose_name, field.help_text) if text)


def _rule_words() -> Iterator[tuple[str, Said]]:
    """Yield what the help shows of each flag in the language of the page; what the desk stores in English stays so."""
    from claims.policy.flag_reference import entries  # noqa: PLC0415

    for entry in entries():
        where = f"claims/policy/rules/{entry.code}.py"
        yield from ((where, Said(text)) for text in (entry.severity, entry.raised, entry.cleared))


def _columns(model: Any, page: Any) -> list[Any]:
    filters = [each[0] if isinstance(each, tuple) else each for each in page.list_filter]
    shown = {*page.list_display, *(page.fields or ()), *filters}
    return [field for field in model._meta.local_fields if field.name in shown]


def gathered() -> Catalog:
    """Return a catalogue of all messages of the desk, without translations; it names files, but not lines."""
    found = Catalog(fuzzy=False)
    for where, said in messages():
        found.add(said.text, locations=[(where, 0)], context=said.of)
    return found


def updated(language: str) -> tuple[bytes, bytes]:
    """Return the updated catalogue of a language, as text and compiled: old messages removed, new ones without translation."""
    path = catalogue_path(language)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    template = gathered()
    template.creation_date = catalogue.creation_date  # otherwise every run would change the file
    catalogue.update(template, no_fuzzy_matching=True, keep_user_comments=True)
    catalogue.obsolete.clear()
    text, compiled = io.BytesIO(), io.BytesIO()
    # Without line numbers, which would change the catalogue with every edit above a message.
    write_po(text, catalogue, width=_WIDTH, sort_output=True, include_lineno=False)
    write_mo(compiled, catalogue)
    return text.getvalue(), compiled.getvalue()


def main() -> int:
    """Write the catalogues and print how many messages of each need a translation; return 1 if any do."""
    missing = 0
    for language in languages():
        text, compiled = updated(language)
        path = catalogue_path(language)
        path.write_bytes(text)
        path.with_suffix(".mo").write_bytes(compiled)
        left = untranslated(language)
        missing += len(left)
        print(f"{language}: {len(left)} left to translate in {_shown(path)}" + "".join(f"\n    {each!r}" for each in left))
    return 1 if missing else 0


def untranslated(language: str) -> list[str]:
    """Return the messages of a catalogue that have no translation, a fuzzy one, or a missing plural form."""
    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    return [_id(each) for each in catalogue if each.id and (each.fuzzy or not _whole(each.string, catalogue.num_plurals))]


def _id(message: Any) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _whole(translated: Any, forms: int) -> bool:
    return bool(translated) if isinstance(translated, str) else len(translated) == forms and all(translated)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    sys.exit(main())
