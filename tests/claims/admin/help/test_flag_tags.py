"""The name of a flag leads to its explanation, whatever the flag is called."""

from __future__ import annotations

from claims.admin.help.flag_tags import flag_tag


def test_the_name_of_a_flag_opens_what_it_means_without_holding_the_focus() -> None:
    assert flag_tag("single_origin", "warning") == (
        '<a class="desk-tag" data-tone="warning" href="/admin/claims/flag/help/single_origin/" data-help tabindex="-1">'
        "single origin</a>"
    )
