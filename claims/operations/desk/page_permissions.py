"""The permissions that every page of the admin requires, in one table: documentation is generated from it, and tests check it.

Each page checks its own permissions; tests compare it with this table and fail for a page that is not listed.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from claims.exports import formats

#: The permissions that a page requires. Empty: any staff member; ``None``: nobody may open it, not even superusers.
Needs = tuple[str, ...] | None


class DeskPage(NamedTuple):
    """What a page is for, the permissions to open it, and those to submit its form; a page without a form has none."""

    does: str
    opens: Needs
    sends: Needs = None


class Kind(NamedTuple):
    """One kind of record: its name, and who adds and changes records of it on their own pages."""

    called: str
    adds: Needs = None
    changes: Needs = None


def _kind(label: str, called: str, *writes: str) -> tuple[str, Kind]:
    app, model = label.split(".")
    adds, changes = ((f"{app}.{word}_{model}",) if word in writes else None for word in ("add", "change"))
    return label, Kind(called, adds, changes)


#: Kinds of records, by ``app.model``. Reading one requires its ``view`` permission; nobody may delete one.
RECORD_PAGES: Final = dict(
    (
        _kind("claims.claim", "Claims", "add", "change"),
        _kind("claims.attribution", "Attributions"),
        _kind("claims.citation", "Links between attributions"),
        _kind("claims.interest", "Stakes"),
        _kind("claims.claimrelation", "Relations of claims"),
        _kind("claims.claimtopic", "Topics"),
        _kind("claims.flag", "Flags"),
        _kind("claims.decision", "Decisions"),
        _kind("claims.verdict", "Verdicts"),
        _kind("claims.verdictevidence", "Evidence of verdicts"),
        _kind("claims.verdictnote", "Steps of verdicts"),
        _kind("claims.ratingword", "Words of verdicts", "add", "change"),
        _kind("claims.privatenote", "Private notes"),
        _kind("claims.comment", "Comments"),
        _kind("claims.complaint", "Complaints of parties"),
        _kind("claims.assessment", "Assessments"),
        _kind("claims.standing", "Results of claims"),
        _kind("claims.publicbody", "Public bodies"),
        _kind("claims.revision", "Revisions"),
        _kind("claims.verificationrun", "Runs"),
        _kind("claims.verificationchunk", "Chunks of runs"),
        _kind("claims.deskpolicy", "The desk's policy", "add"),
        _kind("sources.source", "Sources", "add", "change"),
        _kind("sources.document", "Documents", "add", "change"),
        _kind("sources.correction", "Corrections of documents"),
        ("sources.capture", Kind("Captures", ("sources.add_document", "sources.view_capture", "sources.view_document"))),
        _kind("sources.sourcerelation", "Relations of sources", "add"),
        _kind("sources.independencejudgement", "Judgements of independence", "add"),
        _kind("sources.sourcechange", "Source changes"),
        _kind("auth.user", "Users", "add", "change"),
        _kind("auth.group", "Groups and roles", "add", "change"),
        _kind("access.apitoken", "Tokens of the API", "add"),
        _kind("signin.signin", "Sign-ins"),
        _kind("claims.webhooksubscription", "Webhooks", "add"),
        _kind("claims.webhookdelivery", "Messages of webhooks"),
        _kind("claims.erasure", "Erasures", "add"),
        _kind("backups.backup", "Backups"),
    )
)

_SEE: Final = ("claims.view_claim",)
_DECIDE: Final = ("claims.add_decision", "claims.change_claim")
_NOTES: Final = ("claims.add_privatenote", "claims.view_privatenote")
_TALK: Final = ("claims.add_comment", "claims.view_comment")
_HOOK: Final = ("claims.change_webhooksubscription",)
_CAPTURES: Final = ("sources.view_capture", "sources.view_document")
_UPLOAD: Final = (
    "claims.add_attribution", "claims.add_claim", "claims.add_claimrelation", "claims.add_interest",
    "claims.change_attribution", "claims.change_claim", "claims.change_interest", "claims.merge_claim",
    "sources.add_document", "sources.add_independencejudgement", "sources.add_source", "sources.add_sourcerelation",
    "sources.change_document", "sources.change_source", "sources.change_sourcerelation",
)  # fmt: skip


def _form(does: str, *needs: str) -> DeskPage:
    """Return a page that the same people may open and submit."""
    return DeskPage(does, needs, needs)


#: Pages besides those of ``RECORD_PAGES``, by URL name; where several share a name, with what distinguishes them.
PAGES: Final = {
    "index": DeskPage("The front page: each part for those who may read its records", ()),
    "app_list": DeskPage("The lists of one part", ()),
    "jsi18n": DeskPage("The words of the admin's scripts", ()),
    "search": DeskPage("The desk's search, among the records that one may read", ()),
    "help_flags": DeskPage("What each flag means and what settles it", ()),
    "help_flag": DeskPage("The same of one flag", ()),
    "help_glossary": DeskPage("The words of the desk", ()),
    "help_shortcuts": DeskPage("The keyboard shortcuts", ()),
    "view_on_site": DeskPage("Where a record is shown to readers", ()),
    "password_change": _form("One's own password"),
    "password_change_done": DeskPage("One's own password was changed", ()),
    "auth_user_own_tokens": _form("One's own tokens, after a change of the password"),
    "logout": DeskPage("Sign out", (), ()),
    "autocomplete": DeskPage("Records found by typing, of a kind that one may read", ("sources.view_source",)),
    "sources_source_find": DeskPage("The same in the desk's own forms", ("sources.view_source",)),
    "claims_claim_change": DeskPage("A claim: its overview", _SEE),
    "claims_claim_chain": DeskPage("A claim: its chain", _SEE),
    "claims_claim_decisions": DeskPage("A claim: what people decided on it", _SEE),
    "claims_claim_history": DeskPage("A claim: its history", _SEE),
    "claims_claim_edit": _form("A claim: its form", "claims.change_claim"),
    "claims_claim_assign": _form("Assign a claim to oneself", "claims.change_claim"),
    "claims_claim_load_case": _form("Load a case file", *_UPLOAD),
    "claims_claim_sample": DeskPage("Load the sample case, on an empty desk", _UPLOAD, _UPLOAD),
    "claims_claim_similar": DeskPage("Claims that resemble a new one, as it is typed", _SEE, _SEE),
    "claims_claim_several": _form("Add several claims at once", "claims.add_claim", "claims.add_attribution"),
    "claims_claim_views": DeskPage("One's own saved views of the list", _SEE, _SEE),
    "claims_claim_inbox": DeskPage("One's own inbox, and what happened since one's shift", _SEE, _SEE),
    "claims_claim_hand_over": _form("Hand one's own claims over to a colleague", "claims.add_claim"),
    "claims_claim_report": DeskPage("A report of claims to print, paste or send", _SEE),
    "claims_claim_bulk/assign": _form("Assign several claims", "claims.change_claim"),
    "claims_claim_bulk/add-topic": _form("File several claims under a topic", "claims.change_claim"),
    "claims_claim_bulk/remove-topic": _form("Take several claims out of a topic", "claims.change_claim"),
    "claims_claim_bulk/verify": _form("Verify several claims now", "claims.change_claim"),
    "claims_claim_bulk/waive": _form("Waive flags of several claims", "claims.waive_flag"),
    "claims_claim_as_of": DeskPage("A claim as of a time", _SEE),
    "claims_claim_presence": DeskPage("Who else has a claim open", _SEE, _SEE),
    "claims_claim_quick": _form("Add a source of a claim", "claims.add_attribution"),
    "claims_claim_waive": _form("Waive a flag, or end its waiver", "claims.waive_flag"),
    "claims_claim_settle": _form("Settle a flag", *_DECIDE),
    "claims_claim_declare": _form("Declare the last word of a voice", *_DECIDE),
    "claims_claim_reaffirm": _form("Reaffirm a claim", *_DECIDE),
    "claims_claim_outcome": _form("Link an outcome", *_DECIDE),
    "claims_claim_comment": _form("Record a request for comment", "claims.add_decision"),
    "claims_claim_answer": _form("Record an answer", "claims.add_decision", "claims.add_attribution"),
    "claims_claim_no_answer": _form("Record that no answer came", "claims.add_decision"),
    "claims_claim_parties": _form("Set who is accused, and who else has a stake", "claims.add_interest"),
    "claims_claim_verdict": _form("Draft a verdict, submit it, give it up", "claims.add_verdict"),
    "claims_claim_verdict?do=publish": DeskPage("Publish a verdict", ("claims.add_verdict",), ("claims.review_verdict",)),
    "claims_claim_verdict?do=return": DeskPage("Return a verdict", ("claims.add_verdict",), ("claims.review_verdict",)),
    "claims_claim_verdict?do=confirm": DeskPage("Confirm a verdict", ("claims.add_verdict",), ("claims.review_verdict",)),
    "claims_claim_verdict?do=withdraw": DeskPage("Withdraw a verdict", ("claims.add_verdict",), ("claims.review_verdict",)),
    "claims_claim_merge": _form("Merge a claim into another", "claims.merge_claim"),
    "claims_claim_unmerge": _form("Undo that", "claims.merge_claim"),
    "claims_claim_split": _form("Split a claim into its parts", "claims.split_claim"),
    "claims_claim_unsplit": _form("Undo that", "claims.split_claim"),
    "claims_claim_contradict": _form("Say which claim contradicts it", "claims.add_claimrelation"),
    "claims_claim_remove": _form("Delete a claim", "claims.remove_claim"),
    "claims_claim_note": _form("Add a private note", *_NOTES),
    "claims_claim_note_strike": _form("Strike out a private note", *_NOTES),
    "claims_claim_discuss": _form("Add a comment for colleagues", *_TALK),
    "claims_claim_discuss_edit": _form("Edit one's own comment", *_TALK),
    "claims_claim_discuss_strike": _form("Strike out a comment: one's own, or with `claims.change_comment` any", *_TALK),
    "claims_claim_complaint": _form("Record a complaint of a party", "claims.add_complaint", "claims.view_complaint"),
    "claims_claim_complaint_answer": _form(
        "Record the answer to a complaint", "claims.change_complaint", "claims.view_complaint"
    ),
    "claims_claim_complaint_strike": _form("Strike out a complaint", "claims.change_complaint", "claims.view_complaint"),
    "claims_claim_discredit": _form("Discredit attributions", "claims.change_attribution"),
    "claims_attribution_withdraw": _form("Withdraw an attribution", "claims.change_attribution"),
    "claims_attribution_void": _form("Void an attribution", "claims.change_attribution"),
    "claims_attribution_attach": _form("Attach a document to an attribution", "claims.change_attribution"),
    "claims_attribution_detach": _form("Detach a further document from an attribution", "claims.change_attribution"),
    "claims_attribution_strike_link": _form("Strike out a link", "claims.change_attribution"),
    "claims_attribution_redirect_link": _form("Redirect a link", "claims.change_attribution"),
    "claims_interest_strike": _form("Strike out a stake", "claims.change_interest"),
    "claims_claimrelation_strike": _form("Strike out a relation of claims", "claims.change_claimrelation"),
    "claims_decision_strike": _form("Take a decision back", "claims.change_decision"),
    "claims_verificationrun_rules": DeskPage(
        "What new rules would change; putting them in force", ("claims.view_verificationrun",), ("claims.add_deskpolicy",)
    ),
    "claims_verificationrun_stop_links": _form("Stop the visits to pages of documents", "claims.change_verificationrun"),
    "claims_verificationrun_start_links": _form("Start them again", "claims.change_verificationrun"),
    "claims_verificationrun_system": DeskPage(
        "Whether the service works, and what to do if not; the runs in progress", ("claims.change_verificationrun",)
    ),
    "claims_verificationrun_heads": DeskPage(
        "The heads of the revision chains, to be kept elsewhere", ("claims.change_verificationrun",)
    ),
    # Of runs that one started oneself; those of others require claims.change_verificationrun.
    "claims_verificationrun_stop": _form(
        "Stop a run that one started; administrators, any", "claims.change_claim", "claims.view_verificationrun"
    ),
    "claims_verificationrun_resume": _form(
        "Resume a run that one started; administrators, any", "claims.change_claim", "claims.view_verificationrun"
    ),
    "claims_deskpolicy_preview": DeskPage(
        "What a policy would change; putting it in force", ("claims.view_deskpolicy",), ("claims.add_deskpolicy",)
    ),
    "sources_document_withdraw": _form("Record a retraction", "sources.change_document"),
    "sources_document_undo_retraction": _form("Undo that", "sources.change_document"),
    "sources_document_retract_by_authors": _form("Record a retraction by some authors", "sources.change_document"),
    "sources_document_undo_authors_retraction": _form("Undo that", "sources.change_document"),
    "sources_document_discredit": _form(
        "Discredit all that rests on a document", "claims.change_attribution", "sources.change_document"
    ),
    "sources_document_undo_discrediting": _form("Undo that", "claims.change_attribution", "sources.change_document"),
    "sources_document_concern": _form("Record an expression of concern", "sources.change_document"),
    "sources_document_page_checks": DeskPage(
        "See whether the web page of a document is still there, and check it",
        ("sources.view_document",),
        ("sources.change_document",),
    ),
    "sources_document_reanchor": _form("Anchor a quote anew", "sources.change_document"),
    "sources_document_lift_concern": _form("Record that it was lifted", "sources.change_document"),
    "sources_document_correct": _form("Record a correction", "sources.change_document"),
    "sources_document_archives": DeskPage(
        "Copies of a document in web archives", ("sources.add_document", "sources.view_capture")
    ),
    "sources_document_wacz": DeskPage("The captures of a document as a file", _CAPTURES),
    "sources_document_sheet": DeskPage("The story sheet of a document: its text with its claims", (*_SEE, *_CAPTURES)),
    "sources_capture_text": DeskPage("The text of a capture", _CAPTURES),
    "sources_capture_file": DeskPage("The bytes of a capture", _CAPTURES),
    "sources_capture_wacz": DeskPage("A capture as a file for viewers of web archives", _CAPTURES),
    "sources_capture_archives": DeskPage("Copies of its page in web archives", ("sources.add_document", *_CAPTURES)),
    "sources_capture_timestamp": _form("Have a capture stamped", "sources.add_document", *_CAPTURES),
    "sources_capture_attach": _form("Attach a capture to a document", "sources.change_document", *_CAPTURES),
    "sources_capture_accept": _form("Record that a captured document is a copy", "sources.change_document", *_CAPTURES),
    "sources_capture_reject": _form("Record that it is no copy", "sources.change_document", *_CAPTURES),
    "sources_capture_proposals": _form(
        "Review the attributions that an extractor proposes on a capture",
        "claims.add_attribution",
        "claims.add_claim",
        *_CAPTURES,
    ),
    "sources_capture_precision": DeskPage("How often the rules of extractors are right", _CAPTURES),
    "sources_capture_list": _form("Capture a list of URLs", "sources.add_document", *_CAPTURES),
    "sources_capture_progress": DeskPage("How far a list of URLs is", _CAPTURES, ("sources.add_document", *_CAPTURES)),
    "sources_capture_stop": _form("Stop a list of URLs", "sources.add_document", *_CAPTURES),
    "sources_source_persons": _form("Persons named in texts about unnamed sources", "sources.approve_unnamed"),
    "sources_source_naming": _form("Propose that an unnamed source has named itself", "sources.approve_unnamed"),
    "sources_source_naming_confirm": _form("Confirm that, by another editor", "sources.approve_unnamed"),
    "sources_source_naming_decline": _form("Decline that", "sources.approve_unnamed"),
    "sources_source_naming_undo": _form("Undo that", "sources.approve_unnamed"),
    "sources_source_merge": _form("Merge a second record of a source", "sources.merge_source"),
    "sources_source_unmerge": _form("Undo that", "sources.merge_source"),
    "sources_sourcerelation_end": _form("Record when a relation of sources ended", "sources.change_sourcerelation"),
    "sources_sourcerelation_strike": _form("Strike out a relation of sources", "sources.change_sourcerelation"),
    "access_apitoken_replace": _form("Replace a token", "access.change_apitoken"),
    "access_apitoken_revoke": _form("Revoke a token", "access.change_apitoken"),
    "claims_webhooksubscription_edit": _form("Change the address and filters of a webhook", *_HOOK),
    "claims_webhooksubscription_test": _form("Send a webhook a test", *_HOOK),
    "claims_webhooksubscription_secret": _form("Replace the secret of a webhook", *_HOOK),
    "claims_webhooksubscription_pause": _form("Pause a webhook", *_HOOK),
    "claims_webhooksubscription_resume": _form("Resume a webhook", *_HOOK),
    "claims_webhooksubscription_again": _form("Send a webhook earlier changes again", *_HOOK),
    "claims_webhooksubscription_end": _form("End a webhook", *_HOOK),
    "claims_webhookdelivery_again": DeskPage("Send a message of a webhook again", _HOOK, _HOOK),
    "auth_user_password_change": _form("Somebody's password, unless they may do more", "auth.change_user"),
    "auth_user_sign_in": _form("The sessions and second factors of a user", "auth.change_user"),
}

#: The bulk actions of a list, by kind and name.
ACTIONS: Final = {
    "claims.claim": {
        "bulk_assign": ("claims.change_claim",),
        "bulk_add_topic": ("claims.change_claim",),
        "bulk_remove_topic": ("claims.change_claim",),
        "bulk_verify": ("claims.change_claim",),
        "bulk_waive": ("claims.waive_flag",),
        "report": _SEE,
        "export_report_csv": _SEE,
        "export_report_xlsx": _SEE,
        "export_case": _SEE,
        "export_csv": _SEE,
        "export_xlsx": _SEE,
        **{f"export_{form.ending}": _SEE for form in formats()},
    },
    "claims.webhookdelivery": {"send_again": _HOOK},
}


def pages() -> dict[str, DeskPage]:
    """Return every page, including those of ``RECORD_PAGES``, by URL name."""
    found: dict[str, DeskPage] = {}
    for label, kind in RECORD_PAGES.items():
        name, read = label.replace(".", "_"), (label.replace(".", ".view_"),)
        found |= {
            f"{name}_changelist": DeskPage(f"{kind.called}: the list", read),
            f"{name}_change": DeskPage(f"{kind.called}: one of them", read, kind.changes),
            f"{name}_history": DeskPage(f"{kind.called}: what was done on its page", read),
            f"{name}_add": DeskPage(f"{kind.called}: another one", kind.adds, kind.adds),
            f"{name}_delete": DeskPage(f"{kind.called}: delete one", None),
        }
    return found | PAGES
