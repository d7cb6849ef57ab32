"""The addresses of claims."""

from django.urls import path

from claims.api import (
    attributions,
    claims,
    comments,
    decisions,
    flags,
    interests,
    moves,
    notes,
    rating_words,
    reading,
    relations,
    several,
    splits,
    verdicts,
    verifying,
)

_ATTRIBUTION = "claims/<str:key>/attributions/<str:attribution>"

urlpatterns = [
    path("claims/", claims.Claims.as_view()),
    path("claims.ndjson", reading.ClaimLines.as_view()),
    path("claims.csv", reading.ClaimTable.as_view()),
    path("claims/<str:key>/", claims.OneClaim.as_view()),
    path("claims/<str:key>/revisions/", reading.RevisionList.as_view()),
    path("claims/<str:key>/revisions/<int:number>/", reading.RevisionDetail.as_view()),
    path("claims/<str:key>/attributions/", attributions.Attributions.as_view()),
    path(f"{_ATTRIBUTION}/withdraw/", attributions.Withdraw.as_view()),
    path(f"{_ATTRIBUTION}/void/", attributions.Void.as_view()),
    path(f"{_ATTRIBUTION}/attach/", attributions.Attach.as_view()),
    path(f"{_ATTRIBUTION}/links/<str:cited>/strike/", attributions.StrikeLink.as_view()),
    path(f"{_ATTRIBUTION}/links/<str:cited>/redirect/", attributions.RedirectLink.as_view()),
]

# What editors do to a claim and with what was found of it.
_CLAIM = "claims/<str:key>"
urlpatterns += [
    # Before those of one claim: the last would be taken for that of a claim “bulk”.
    path("claims/bulk/assign/", several.Assign.as_view()),
    path("claims/bulk/add-topic/", several.AddTopic.as_view()),
    path("claims/bulk/remove-topic/", several.RemoveTopic.as_view()),
    path("claims/bulk/waive/", several.WaiveFlags.as_view()),
    path("claims/bulk/verify/", several.VerifyClaims.as_view()),
    path("rating-words/", rating_words.RatingWords.as_view()),
    path("rating-words/<str:key>/", rating_words.OneRatingWord.as_view()),
    path(f"{_CLAIM}/verify/", verifying.Verify.as_view()),
    path(f"{_CLAIM}/notes/", notes.Notes.as_view()),
    path(f"{_CLAIM}/notes/<int:number>/strike/", notes.StrikeNote.as_view()),
    path(f"{_CLAIM}/verdicts/", verdicts.Verdicts.as_view()),
    path(f"{_CLAIM}/verdicts/draft/", verdicts.Draft.as_view()),
    path(f"{_CLAIM}/verdicts/draft/submit/", verdicts.Submit.as_view()),
    path(f"{_CLAIM}/verdicts/draft/drop/", verdicts.Drop.as_view()),
    path(f"{_CLAIM}/verdicts/draft/return/", verdicts.Return.as_view()),
    path(f"{_CLAIM}/verdicts/draft/publish/", verdicts.Publish.as_view()),
    path(f"{_CLAIM}/verdicts/published/confirm/", verdicts.Confirm.as_view()),
    path(f"{_CLAIM}/verdicts/published/withdraw/", verdicts.Withdraw.as_view()),
    path(f"{_CLAIM}/merge/", moves.Merge.as_view()),
    path(f"{_CLAIM}/unmerge/", moves.Unmerge.as_view()),
    path(f"{_CLAIM}/split/", splits.Split.as_view()),
    path(f"{_CLAIM}/unsplit/", splits.Unsplit.as_view()),
    path(f"{_CLAIM}/remove/", moves.Remove.as_view()),
    path(f"{_CLAIM}/relations/", relations.Relations.as_view()),
    path(f"{_CLAIM}/relations/<str:kind>/<str:other>/strike/", relations.StrikeRelation.as_view()),
    path(f"{_CLAIM}/interests/", interests.Interests.as_view()),
    path(f"{_CLAIM}/interests/<str:source>/strike/", interests.StrikeStake.as_view()),
    path(f"{_CLAIM}/flags/<str:code>/waive/", flags.Waive.as_view()),
    path(f"{_CLAIM}/flags/<str:code>/end-waiver/", flags.EndWaiver.as_view()),
    path(f"{_CLAIM}/flags/<str:code>/settle/", flags.Settle.as_view()),
    path(f"{_ATTRIBUTION}/declare/", decisions.Declare.as_view()),
    path(f"{_CLAIM}/reaffirm/", decisions.Reaffirm.as_view()),
    path(f"{_CLAIM}/outcome/", decisions.Outcome.as_view()),
    path(f"{_CLAIM}/decisions/", decisions.Decisions.as_view()),
    path(f"{_CLAIM}/decisions/<int:number>/strike/", decisions.StrikeDecision.as_view()),
    path(f"{_CLAIM}/comments/", comments.Comments.as_view()),
    path(f"{_CLAIM}/comments/<int:number>/answer/", comments.CommentAnswer.as_view()),
    path(f"{_CLAIM}/comments/<int:number>/no-answer/", comments.NoAnswer.as_view()),
]
