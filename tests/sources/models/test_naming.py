"""Records are searched by the names that they show."""

from __future__ import annotations

from sources.models import Source


def test_a_name_is_found_before_an_alias_and_both_before_what_begins_so(sample, loaded):
    named = {"palace": "Kremlin", "kremlin-post": "Kremlin Post", "new-kremlin": "New Kremlin"}
    loaded(sources=[{"key": key, "name": name, "kind": "outlet"} for key, name in named.items()])

    found = [source.key for source in Source.objects.order_by("-key").searched("kremlin")]

    assert found == ["palace", "moscow", "kremlin-post", "new-kremlin"]


def test_of_an_unnamed_source_only_what_was_published_is_searched(sample):
    diplomat = Source.objects.get(key="vedomosti-diplomat")

    assert set(diplomat.search_text.split()) == {"unnamed", "unamed", "diplomat", "vedomosti"}  # its role and its key
