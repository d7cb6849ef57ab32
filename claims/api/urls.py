"""The addresses of claims."""

from django.urls import path

from claims.api import attributions, cases, claims, reading

_ATTRIBUTION = "claims/<str:key>/attributions/<str:attribution>"

urlpatterns = [
    path("cases/", cases.Cases.as_view()),
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
