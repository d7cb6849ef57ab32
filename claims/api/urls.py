"""The addresses of claims."""

from django.urls import path

from claims.api import (
    assessments,
    attributions,
    chains,
    claims,
    flags,
    parts,
    policies,
    policy_drafts,
    reading,
    revisions,
    run_reports,
    runs,
    topics,
)

_ATTRIBUTION = "claims/<str:key>/attributions/<str:attribution>"

urlpatterns = [
    path("claims/", claims.Claims.as_view()),
    path("claims.ndjson", reading.ClaimLines.as_view()),
    path("claims.csv", reading.ClaimTable.as_view()),
    path("claims/<str:key>/", claims.OneClaim.as_view()),
    path("claims/<str:key>/revisions/", revisions.RevisionList.as_view()),
    path("claims/<str:key>/revisions/<int:number>/", revisions.RevisionDetail.as_view()),
    path("claims/<str:key>/attributions/", attributions.Attributions.as_view()),
    path(f"{_ATTRIBUTION}/withdraw/", attributions.Withdraw.as_view()),
    path(f"{_ATTRIBUTION}/void/", attributions.Void.as_view()),
    path(f"{_ATTRIBUTION}/attach/", attributions.Attach.as_view()),
    path(f"{_ATTRIBUTION}/links/<str:cited>/strike/", attributions.StrikeLink.as_view()),
    path(f"{_ATTRIBUTION}/links/<str:cited>/redirect/", attributions.RedirectLink.as_view()),
    # Parts of claims, and lists across them.
    path("claims/<str:key>/relations/", parts.RelationList.as_view()),
    path("claims/<str:key>/interests/", parts.InterestList.as_view()),
    path("claims/<str:key>/chain/", chains.ChainData.as_view()),
    path("claims/<str:key>/chain.svg", chains.ChainPicture.as_view()),
    path("claims/<str:key>/flags/", flags.FlagList.as_view()),
    path("claims/<str:key>/assessments/", assessments.AssessmentList.as_view()),
    path(f"{_ATTRIBUTION}/", parts.OneAttribution.as_view()),
    path("flags/", flags.OpenFlagList.as_view()),
    path("topics/", topics.TopicList.as_view()),
    # Verification.
    path("runs/", runs.Runs.as_view()),
    path("runs/<int:number>/", runs.OneRun.as_view()),
    path("runs/<int:number>/resume/", runs.Resume.as_view()),
    path("runs/<int:number>/chunks/", run_reports.ChunkList.as_view()),
    path("runs/<int:number>/report/", run_reports.Report.as_view()),
    path("policy/", policies.Policies.as_view()),
    path("policy/current/", policies.CurrentPolicy.as_view()),
    path("policy/<int:number>/", policies.OnePolicy.as_view()),
    path("policy/drafts/", policy_drafts.DraftList.as_view()),
    path("policy/drafts/<int:number>/", policy_drafts.OneDraft.as_view()),
    path("policy/drafts/<int:number>/preview/", policy_drafts.PolicyPreview.as_view()),
    path("policy/drafts/<int:number>/activate/", policy_drafts.Activate.as_view()),
    path("policy/drafts/<int:number>/drop/", policy_drafts.Drop.as_view()),
]
