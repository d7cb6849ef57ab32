"""The addresses of claims."""

from django.urls import path

from claims.api import attributions, claims, documents, reading, source_merging, source_ties, sources

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
    # Sources and documents, with their writes, which reach claims.
    path("sources/", sources.Sources.as_view()),
    path("sources/<str:key>/", sources.OneSource.as_view()),
    path("sources/<str:key>/relations/", source_ties.Relations.as_view()),
    path("sources/<str:key>/relations/<str:kind>/<str:other>/strike/", source_ties.StrikeRelation.as_view()),
    path("sources/<str:key>/judgements/", source_ties.Judgements.as_view()),
    path("sources/<str:key>/merge/", source_merging.Merge.as_view()),
    path("sources/<str:key>/unmerge/", source_merging.Unmerge.as_view()),
    path("documents/", documents.Documents.as_view()),
    path("documents/<str:key>/", documents.OneDocument.as_view()),
    path("documents/<str:key>/withdraw/", documents.WithdrawDocument.as_view()),
    path("documents/<str:key>/correct/", documents.CorrectDocument.as_view()),
]
