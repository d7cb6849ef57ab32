"""Fifty pairs of pages: each article in five ways that a site changes a page between two visits."""

from __future__ import annotations

import html
import random
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from tests.benchmarks.edited_pages.articles import ARTICLES, Article

Paragraphs = list[str]
_ADS: Final = ("Our readers save 30% on garden furniture", "Win a weekend in Lisbon", "The new electric Falcon: test it today")
_STORIES: Final = (
    "Storm warning for the coast",
    "Who pays for the stadium?",
    "Ten soups for cold days",
    "Bus 12 has a new route",
)


class Pair(NamedTuple):
    """A page before and after, what was done to it, and which of the quotes' passages were edited."""

    kind: str
    before: str
    after: str
    article: Article
    edited: frozenset[str]


def pairs() -> Iterator[Pair]:
    """Yield the pairs, the same each time."""
    for number, article in enumerate(ARTICLES):
        for kind, change in KINDS.items():
            chance = random.Random(f"{number} {kind}")  # noqa: S311
            title, paragraphs, edited = change(article, list(article.paragraphs), number)
            new_template = kind == "new template"
            pulled = article.quotes[0] if kind.startswith("a quote") and number % 4 == 0 else ""
            before = page(article.title, list(article.paragraphs), chance, pulled=pulled)
            pulled = article.quotes[1] if new_template else pulled
            after = page(title, paragraphs, chance, new_template=new_template, pulled=pulled)
            yield Pair(kind, before, after, article, frozenset(edited))


def page(title: str, paragraphs: Paragraphs, chance: random.Random, *, new_template: bool = False, pulled: str = "") -> str:
    """Return a whole page with what changes at each visit: advertisements, counts, times, related stories.

    ``pulled`` is a quote that the page also shows in large letters, after the article's first half.
    """
    body = [f"<p>{one}</p>" for one in paragraphs]
    body.insert(chance.randrange(1, len(body)), f'<p>Read also: <a href="/r">{chance.choice(_STORIES)}</a></p>')
    if pulled:
        body.insert(4, f"<blockquote><p>{pulled}</p></blockquote>")
    ad = f'<aside class="ad"><a href="/ad">{chance.choice(_ADS)}</a></aside>'
    body.insert(chance.randrange(1, len(body)), ad)
    stories = "".join(f'<li><a href="/s/{n}">{one}</a></li>' for n, one in enumerate(chance.sample(_STORIES, 3)))
    related = f'<section class="related-stories"><h2>More stories</h2><ul>{stories}</ul></section>'
    updated = f'<time class="updated">updated {chance.randrange(2, 59)} minutes ago</time>'
    said = f"{chance.choice(_STORIES)} is what I want to read."
    comments = f'<div id="comments"><h3>{chance.randrange(400)} comments</h3><p>{said}</p></div>'
    cookies = '<div class="cookie-banner" role="dialog"><p>We and 214 partners use cookies.</p><button>Accept</button></div>'
    if new_template:
        linked = [one.replace(" the ", ' <a href="/t">the</a> ', 1).replace("said", "<b>said</b>", 1) for one in body]
        text = "".join(f'<div class="story__block">{one}</div>' for one in linked)
        main = f'<main class="story"><h1 class="story__title">{title}</h1>{updated}<div class="story__text">{text}</div></main>'
    else:
        main = f'<article><header><h1>{title}</h1>{updated}</header><div class="article-body">{"".join(body)}</div></article>'
    token = chance.getrandbits(64)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} | The Daily</title>'
        f'<script>window.session="{token:x}"</script></head><body>{cookies}<nav><ul><li><a href="/">Home</a></li>'
        f'<li><a href="/w">World</a></li></ul></nav>{main}{related}{comments}'
        f"<footer>© The Daily, visit {token % 9999}</footer></body></html>"
    )


def _noise(article: Article, paragraphs: Paragraphs, _number: int) -> tuple[str, Paragraphs, set[str]]:
    return article.title, paragraphs, set()


def _typography(article: Article, paragraphs: Paragraphs, number: int) -> tuple[str, Paragraphs, set[str]]:
    """Curly quotes, dashes, no-break spaces, soft hyphens and entities, as an editing system inserts them."""
    curly = [one.replace(' "', " “").replace('"', "”").replace("'", "’").replace(" – ", " — ") for one in paragraphs]
    if number % 2:
        curly = [
            one.replace("people", "peo&shy;ple").replace("людей", "лю&shy;дей").replace(" in ", "&nbsp;in ") for one in curly
        ]
    return article.title, [one.replace(" and ", "\n   and ") for one in curly], set()


def _elsewhere(article: Article, paragraphs: Paragraphs, number: int) -> tuple[str, Paragraphs, set[str]]:
    """Another headline, a paragraph added at the top or within, and the last paragraph rewritten: no quote is touched."""
    note = "Correction: an earlier version of this article named the wrong day of the week. The text has been changed since."
    paragraphs.insert(number % 3, note)
    paragraphs[-1] = "This is a developing story, and we will add to it as soon as we know more about what happened here."
    return f"Update: {html.escape(article.title)}", paragraphs, set()


def _silent(article: Article, paragraphs: Paragraphs, number: int) -> tuple[str, Paragraphs, set[str]]:
    """The first quote gets other words, or its sentence disappears with its paragraph."""
    first = article.quotes[0]
    if number % 2:
        return article.title, [one.replace(*article.edit) for one in paragraphs], {first}
    gone = next(one for one in paragraphs if first in one)
    return article.title, [one for one in paragraphs if one != gone], {one for one in article.quotes if one in gone}


KINDS: Final[dict[str, Callable[[Article, Paragraphs, int], tuple[str, Paragraphs, set[str]]]]] = {
    "only what is around the article": _noise,
    "typography": _typography,
    "new template": _noise,
    "edits elsewhere in the article": _elsewhere,
    "a quote edited or deleted": _silent,
}
