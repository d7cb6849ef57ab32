"""The URLs of claims and of the desk's actions on them; and those of sources and documents, whose changes affect claims."""

from django.urls import path

from claims.api.attributions import chains
from claims.api.attributions import views as attributions
from claims.api.cases import views as cases
from claims.api.claims import bulk as several
from claims.api.claims import interests, parts, relations, topics
from claims.api.claims import read as reading
from claims.api.claims import write as claims
from claims.api.decisions import comments, complaints, discrediting, notes
from claims.api.decisions import views as decisions
from claims.api.desk import discussion
from claims.api.documents import authors as document_authors
from claims.api.documents import capture_files, capture_services, captures, sheets
from claims.api.documents import concerns as document_concerns
from claims.api.documents import copies as document_copies
from claims.api.documents import discrediting as document_discrediting
from claims.api.documents import links as document_links
from claims.api.documents import views as documents
from claims.api.flags import assessments
from claims.api.flags import moves as flag_moves
from claims.api.flags import views as flags
from claims.api.history import erasures, events, revisions, run_reports, runs, verifying
from claims.api.merges import sources as source_merging
from claims.api.merges import splits
from claims.api.merges import views as moves
from claims.api.policy import drafts as policy_drafts
from claims.api.policy import views as policies
from claims.api.proposals import deciding, readings
from claims.api.proposals import listing as proposals
from claims.api.sources import namings as source_namings
from claims.api.sources import ties as source_ties
from claims.api.sources import views as sources
from claims.api.verdicts import rating_words
from claims.api.verdicts import views as verdicts
from claims.api.webhooks import messages as webhook_messages
from claims.api.webhooks import views as webhooks
from claims.exports import formats

_CLAIM = "claims/<str:key>"
_ATTRIBUTION = f"{_CLAIM}/attributions/<str:attribution>"
_VERDICT = f"{_CLAIM}/verdicts"
_SOURCE = "sources/<str:key>"
_WEBHOOK = "webhooks/<str:key>"
_DRAFT = "policy/drafts/<int:number>"

_claims = [
    path("cases/", cases.Cases.as_view()),
    path("claims/", claims.Claims.as_view()),
    path("claims.ndjson", reading.ClaimLines.as_view()),
    path("claims.csv", reading.ClaimTable.as_view()),
    *(path(f"claims.{form.ending}", reading.readers_file(form).as_view()) for form in formats()),
    path(f"{_CLAIM}/", claims.OneClaim.as_view()),
    path(f"{_CLAIM}/revisions/", revisions.RevisionList.as_view()),
    path(f"{_CLAIM}/revisions/<int:number>/", revisions.RevisionDetail.as_view()),
    path(f"{_CLAIM}/assessments/", assessments.AssessmentList.as_view()),
    path(f"{_CLAIM}/chain/", chains.ChainData.as_view()),
    path(f"{_CLAIM}/chain.svg", chains.ChainPicture.as_view()),
    path("topics/", topics.TopicList.as_view()),
]

_parts_of_claims = [
    path(f"{_CLAIM}/attributions/", attributions.Attributions.as_view()),
    path(f"{_ATTRIBUTION}/", parts.OneAttribution.as_view()),
    path(f"{_ATTRIBUTION}/withdraw/", attributions.Withdraw.as_view()),
    path(f"{_ATTRIBUTION}/void/", attributions.Void.as_view()),
    path(f"{_ATTRIBUTION}/discredit/", discrediting.Discredit.as_view()),
    path(f"{_ATTRIBUTION}/attach/", attributions.Attach.as_view()),
    path(f"{_ATTRIBUTION}/detach/", attributions.Detach.as_view()),
    path(f"{_ATTRIBUTION}/declare/", decisions.Declare.as_view()),
    path(f"{_ATTRIBUTION}/links/<str:cited>/strike/", attributions.StrikeLink.as_view()),
    path(f"{_ATTRIBUTION}/links/<str:cited>/redirect/", attributions.RedirectLink.as_view()),
    path(f"{_CLAIM}/relations/", relations.Relations.as_view()),
    path(f"{_CLAIM}/relations/<str:kind>/<str:other>/strike/", relations.StrikeRelation.as_view()),
    path(f"{_CLAIM}/interests/", interests.Interests.as_view()),
    path(f"{_CLAIM}/interests/<str:source>/strike/", interests.StrikeStake.as_view()),
]

_moves_on_claims = [
    path(f"{_CLAIM}/merge/", moves.Merge.as_view()),
    path(f"{_CLAIM}/unmerge/", moves.Unmerge.as_view()),
    path(f"{_CLAIM}/split/", splits.Split.as_view()),
    path(f"{_CLAIM}/unsplit/", splits.Unsplit.as_view()),
    path(f"{_CLAIM}/remove/", moves.Remove.as_view()),
    path(f"{_CLAIM}/verify/", verifying.Verify.as_view()),
    path(f"{_CLAIM}/notes/", notes.Notes.as_view()),
    path(f"{_CLAIM}/notes/<int:number>/strike/", notes.StrikeNote.as_view()),
    path(f"{_CLAIM}/discussion/", discussion.Discussion.as_view()),
    path(f"{_CLAIM}/discussion/<int:number>/edit/", discussion.EditDeskComment.as_view()),
    path(f"{_CLAIM}/discussion/<int:number>/strike/", discussion.StrikeDeskComment.as_view()),
    path(f"{_CLAIM}/complaints/", complaints.Complaints.as_view()),
    path(f"{_CLAIM}/complaints/<int:number>/answer/", complaints.AnswerComplaint.as_view()),
    path(f"{_CLAIM}/complaints/<int:number>/strike/", complaints.StrikeComplaint.as_view()),
    path("bulk/claims/assign/", several.Assign.as_view()),
    path("bulk/claims/add-topic/", several.AddTopic.as_view()),
    path("bulk/claims/remove-topic/", several.RemoveTopic.as_view()),
    path("bulk/claims/waive/", several.WaiveFlags.as_view()),
    path("bulk/claims/verify/", several.VerifyClaims.as_view()),
]

_flags_and_decisions = [
    path("flags/", flags.OpenFlagList.as_view()),
    path(f"{_CLAIM}/flags/", flags.FlagList.as_view()),
    path(f"{_CLAIM}/flags/<str:code>/waive/", flag_moves.Waive.as_view()),
    path(f"{_CLAIM}/flags/<str:code>/end-waiver/", flag_moves.EndWaiver.as_view()),
    path(f"{_CLAIM}/flags/<str:code>/settle/", flag_moves.Settle.as_view()),
    path(f"{_CLAIM}/reaffirm/", decisions.Reaffirm.as_view()),
    path(f"{_CLAIM}/outcome/", decisions.Outcome.as_view()),
    path(f"{_CLAIM}/decisions/", decisions.Decisions.as_view()),
    path(f"{_CLAIM}/decisions/<int:number>/strike/", decisions.StrikeDecision.as_view()),
    path(f"{_CLAIM}/comments/", comments.Comments.as_view()),
    path(f"{_CLAIM}/comments/<int:number>/answer/", comments.CommentAnswer.as_view()),
    path(f"{_CLAIM}/comments/<int:number>/no-answer/", comments.NoAnswer.as_view()),
]

_verdicts = [
    path("rating-words/", rating_words.RatingWords.as_view()),
    path("rating-words/<str:key>/", rating_words.OneRatingWord.as_view()),
    path(f"{_VERDICT}/", verdicts.Verdicts.as_view()),
    path(f"{_VERDICT}/draft/", verdicts.Draft.as_view()),
    path(f"{_VERDICT}/draft/submit/", verdicts.Submit.as_view()),
    path(f"{_VERDICT}/draft/drop/", verdicts.Drop.as_view()),
    path(f"{_VERDICT}/draft/return/", verdicts.Return.as_view()),
    path(f"{_VERDICT}/draft/publish/", verdicts.Publish.as_view()),
    path(f"{_VERDICT}/published/confirm/", verdicts.Confirm.as_view()),
    path(f"{_VERDICT}/published/withdraw/", verdicts.Withdraw.as_view()),
]

_sources_and_documents = [
    path("sources/", sources.Sources.as_view()),
    path(f"{_SOURCE}/", sources.OneSource.as_view()),
    path(f"{_SOURCE}/relations/", source_ties.Relations.as_view()),
    path(f"{_SOURCE}/relations/<str:kind>/<str:other>/end/", source_ties.EndRelation.as_view()),
    path(f"{_SOURCE}/relations/<str:kind>/<str:other>/strike/", source_ties.StrikeRelation.as_view()),
    path(f"{_SOURCE}/judgements/", source_ties.Judgements.as_view()),
    path(f"{_SOURCE}/naming/", source_namings.Namings.as_view()),
    path(f"{_SOURCE}/naming/confirm/", source_namings.ConfirmNaming.as_view()),
    path(f"{_SOURCE}/naming/decline/", source_namings.DeclineNaming.as_view()),
    path(f"{_SOURCE}/naming/undo/", source_namings.UndoNaming.as_view()),
    path(f"{_SOURCE}/merge/", source_merging.Merge.as_view()),
    path(f"{_SOURCE}/unmerge/", source_merging.Unmerge.as_view()),
    path("documents/", documents.Documents.as_view()),
    path("documents/<str:key>/", documents.OneDocument.as_view()),
    path("documents/<str:key>/withdraw/", documents.WithdrawDocument.as_view()),
    path("documents/<str:key>/retraction/undo/", documents.UndoRetraction.as_view()),
    path("documents/<str:key>/retract-by-authors/", document_authors.RetractByAuthors.as_view()),
    path("documents/<str:key>/authors-retraction/undo/", document_authors.UndoAuthorsRetraction.as_view()),
    path("documents/<str:key>/discredit/", document_discrediting.DiscreditDocument.as_view()),
    path("documents/<str:key>/discrediting/undo/", document_discrediting.UndoDiscrediting.as_view()),
    path("documents/<str:key>/concern/", document_concerns.ExpressConcern.as_view()),
    path("documents/<str:key>/concern/lift/", document_concerns.LiftConcern.as_view()),
    path("documents/<str:key>/correct/", documents.CorrectDocument.as_view()),
    path("documents/<str:key>/links/", document_links.LinksOfDocument.as_view()),
    path("documents/<str:key>/sheet/", sheets.StorySheetView.as_view()),
]

_captures = [
    path("captures/", captures.Captures.as_view()),
    path("captures/<int:number>/", captures.OneCapture.as_view()),
    path("captures/<int:number>/attach/", captures.AttachCapture.as_view()),
    path("captures/<int:number>/archives/", capture_services.ArchivesOfCapture.as_view()),
    path("captures/<int:number>/timestamps/", capture_services.StampCapture.as_view()),
    path("captures/<int:number>/readings/", readings.Readings.as_view()),
    path("readings/<int:number>/", readings.OneReading.as_view()),
    path("readings/<int:number>/proposals/", proposals.Proposals.as_view()),
    path("readings/<int:number>/decisions/", deciding.DecideProposals.as_view()),
    path("captures/files/", capture_files.CaptureFiles.as_view()),
    path("capture-lists/", captures.CaptureLists.as_view()),
    path("capture-lists/files/", capture_files.CaptureTables.as_view()),
    path("capture-lists/<int:number>/", captures.OneCaptureList.as_view()),
    path("capture-lists/<int:number>/continue/", captures.ContinueCaptureList.as_view()),
    path("copy-hints/<int:number>/accept/", document_copies.AcceptCopy.as_view()),
    path("copy-hints/<int:number>/reject/", document_copies.RejectCopy.as_view()),
]

_verification = [
    path("runs/", runs.Runs.as_view()),
    path("runs/<int:number>/", runs.OneRun.as_view()),
    path("runs/<int:number>/resume/", runs.Resume.as_view()),
    path("runs/<int:number>/stop/", runs.Stop.as_view()),
    path("runs/<int:number>/chunks/", run_reports.ChunkList.as_view()),
    path("runs/<int:number>/report/", run_reports.Report.as_view()),
    path("policy/", policies.Policies.as_view()),
    path("policy/current/", policies.CurrentPolicy.as_view()),
    path("policy/<int:number>/", policies.OnePolicy.as_view()),
    path("policy/drafts/", policy_drafts.DraftList.as_view()),
    path(f"{_DRAFT}/", policy_drafts.OneDraft.as_view()),
    path(f"{_DRAFT}/preview/", policy_drafts.PolicyPreview.as_view()),
    path(f"{_DRAFT}/activate/", policy_drafts.Activate.as_view()),
    path(f"{_DRAFT}/drop/", policy_drafts.Drop.as_view()),
]

_following = [
    path("events/", events.EventList.as_view()),
    path("erasures/", erasures.Erasures.as_view()),
    path("webhooks/", webhooks.Webhooks.as_view()),
    path(f"{_WEBHOOK}/", webhooks.OneWebhook.as_view()),
    path(f"{_WEBHOOK}/pause/", webhooks.Pause.as_view()),
    path(f"{_WEBHOOK}/resume/", webhooks.Resume.as_view()),
    path(f"{_WEBHOOK}/secret/", webhooks.Secret.as_view()),
    path(f"{_WEBHOOK}/ping/", webhook_messages.Ping.as_view()),
    path(f"{_WEBHOOK}/replay/", webhooks.Replay.as_view()),
    path(f"{_WEBHOOK}/deliveries/", webhook_messages.Deliveries.as_view()),
    path(f"{_WEBHOOK}/deliveries/<str:delivery>/replay/", webhook_messages.Redeliver.as_view()),
]

urlpatterns = [
    *_claims,
    *_parts_of_claims,
    *_moves_on_claims,
    *_flags_and_decisions,
    *_verdicts,
    *_sources_and_documents,
    *_captures,
    *_verification,
    *_following,
]
