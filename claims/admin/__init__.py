"""The admin of the claims app. A page reads the request, makes one call to an operation, and renders the result."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from claims.admin.attributions import model_admin as attributions
from claims.admin.captures import model_admin as captures
from claims.admin.claims import pages as claims
from claims.admin.claims import parts
from claims.admin.decisions import ledger as decisions
from claims.admin.decisions import notes
from claims.admin.desk import accounts, sign_ins, tokens
from claims.admin.desk.search import add_search
from claims.admin.documents import model_admin as documents
from claims.admin.flags import findings
from claims.admin.history import backups, erasures
from claims.admin.history import model_admin as history
from claims.admin.merges import sources as source_merging
from claims.admin.plain_admin import show_front_page
from claims.admin.policy import model_admin as policies
from claims.admin.verdicts import model_admin as verdicts
from claims.admin.verdicts import rating_words
from claims.admin.webhooks import model_admin as webhooks

# Only importing these modules registers their pages: the list keeps linters from dropping imports that look unused.
__all__ = [
    "accounts",
    "attributions",
    "backups",
    "captures",
    "claims",
    "decisions",
    "documents",
    "erasures",
    "findings",
    "history",
    "notes",
    "parts",
    "policies",
    "rating_words",
    "sign_ins",
    "source_merging",
    "tokens",
    "verdicts",
    "webhooks",
]

# Django's index page lists tables. Ours shows the work that is waiting first, and the tables below it.
admin.site.index_template = "admin/desk/index.html"
admin.site.index_title = _("The desk")
add_search(admin.site)
if not settings.ADMIN_UNFOLD:
    show_front_page(admin.site)
