"""The chain of a claim: its drawing, and its attributions with their quotes and documents, a page at a time."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from claims.admin.attributions.chain import chain_of
from claims.admin.attributions.chain_list import lines_of, shown_line
from claims.admin.claim_page.header import tab_page
from claims.admin.claim_page.tabs import CHAIN
from claims.models import Claim
from claims.queries.claims.admin_lists import chain_panel
from factcheck.desk.admin_theme import DeskAdmin

#: Attributions on a page: with the drawing, two screens of a desk (a guess).
PER_PAGE: Final = 20


def chain_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    panel = chain_panel(claim)
    lines = Paginator(lines_of(panel), PER_PAGE).get_page(request.GET.get("page"))
    return tab_page(
        request,
        admin,
        claim,
        CHAIN,
        panel.standing,
        chain=chain_of(panel),
        lines=lines,
        shown=[shown_line(line) for line in lines],
        all_attributions=f"{reverse('admin:claims_attribution_changelist')}?claim__id__exact={claim.pk}",
    )
