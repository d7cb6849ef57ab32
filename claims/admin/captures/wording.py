"""The outcomes of a capture in sentences: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sources.models import Capture
from sources.vocabulary import CAPTURED, CaptureOutcome

_AGAIN: Final = _("Try again later. If you have the page in your browser, upload the saved page or paste its text.")
_OTHERWISE: Final = _("Open the page in your browser, and upload the saved page or paste its text.")
_CHECK: Final = _("Check the URL. If you have the page, upload it or paste its text.")
#: Of each outcome, what happened and what to do.
_SENTENCES: Final[Mapping[str, tuple[Any, Any]]] = {
    CaptureOutcome.CAPTURED: (_("A copy is stored."), ""),
    CaptureOutcome.NOT_FOUND: (_("The site has no page at this URL."), _CHECK),
    CaptureOutcome.GONE: (_("The site says that it removed the page."), _("Look for it in a web archive, or upload a copy.")),
    CaptureOutcome.BLOCKED: (
        _("The site does not show the page to us: it asks for a sign-in or payment, or blocks programs."),
        _OTHERWISE,
    ),
    CaptureOutcome.SERVER_ERROR: (_("The site has a fault at the moment."), _AGAIN),
    CaptureOutcome.OTHER_STATUS: (_("The site answered, but not with a page."), _CHECK),
    CaptureOutcome.TIMED_OUT: (_("The site did not answer in time."), _AGAIN),
    CaptureOutcome.REFUSED_ADDRESS: (
        _("This URL may not be fetched: it is not a web address, or not on the public internet."),
        _("Check the URL. Of a page that only you can open, upload the saved page or paste its text."),
    ),
    CaptureOutcome.ROBOTS: (
        _("The site asks programs not to fetch this page (robots.txt), and lists of URLs respect that."),
        _("Capture this page by itself, upload the saved page, or paste its text."),
    ),
    CaptureOutcome.TOO_LARGE: (_("The page is larger than a capture may be."), _("Paste the text that matters.")),
    CaptureOutcome.UNREADABLE: (
        _("No text was found in it. The bytes are stored, if there were any."),
        _("Open the page in your browser and paste its text."),
    ),
    CaptureOutcome.UNKNOWN_HOST: (_("No site with this name was found."), _CHECK),
    CaptureOutcome.FAILED: (_("The connection to the site failed."), _AGAIN),
    CaptureOutcome.OFFLINE: (
        _("The service has no connection to the internet, so nothing was fetched."),
        _("Try again once it is back. Until then, upload the saved page or paste its text."),
    ),
}


def sentences_of(capture: Capture) -> tuple[str, str]:
    """Return what came of a capture, and what to do (an empty text where there is nothing to do)."""
    happened, advice = _SENTENCES[capture.outcome]
    return str(happened), str(advice)


def tone_of(outcome: str) -> str:
    """Return the tone in which an outcome is shown."""
    return "corroborated" if outcome == CAPTURED else "warning"


def title_of(capture: Capture) -> str:
    """Return what pages call a capture: the title of its page, or else where it is from."""
    return capture.title or capture.name or capture.final_url or capture.url or str(_("Pasted text"))
