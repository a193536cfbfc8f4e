"""Addresses of the space `/structure/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.gate.acts import routes
from lucette.web.gate.agreements import preview
from lucette.web.host import (
    accounts,
    agreements,
    amendments,
    applications,
    members,
    money,
    places,
    pool,
    posts,
    recoveries,
    referrals,
    reports,
    trainings,
    views,
)
from lucette.web.host.acts import EVERY_ACT, summary
from lucette.web.host.acts.pieces import deliberation

app_name = "host"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("candidatures/", applications.listing, name="applications"),
    path("candidatures/<uuid:application_id>/", applications.page, name="application"),
    path("candidatures/<uuid:pk>/brouillon/", summary.summary, name="draft_summary"),
    *routes(*EVERY_ACT),
    path("candidatures/<uuid:pk>/deliberation/", deliberation, name="deliberation"),
    path("attributions/<uuid:award_id>/", applications.award, name="award"),
    path("conventions/", agreements.listing, name="agreements"),
    path("conventions/<uuid:agreement_id>/", agreements.page, name="agreement"),
    path("conventions/<uuid:agreement_id>/projet/", preview, name="preview_agreement"),
    path("conventions/<uuid:agreement_id>/signatures/", agreements.seals, name="seals"),
    path("conventions/<uuid:agreement_id>/changer/", amendments.change, name="change_agreement"),
    path("avenants/<uuid:amendment_id>/", amendments.page, name="amendment"),
    path("postes/", posts.listing, name="posts"),
    path("postes/<uuid:post_id>/", posts.page, name="post"),
    path("postes/<uuid:post_id>/vivier/", pool.page, name="pool"),
    path("recrutements/<uuid:hire_id>/", posts.hire, name="hire"),
    path("versements/", money.page, name="payments"),
    path("versements/compte/<uuid:account_id>/", accounts.page, name="account"),
    path("versements/<uuid:order_id>/", money.order, name="order"),
    path("conventions/<uuid:agreement_id>/reversement-estime/", recoveries.projection, name="projection"),
    path("reversements/", recoveries.listing, name="recoveries"),
    path("reversements/<uuid:recovery_id>/", recoveries.page, name="recovery"),
    path("comptes-rendus/", reports.listing, name="reports"),
    path("comptes-rendus/<uuid:report_id>/", reports.page, name="report"),
    path("formations/", trainings.listing, name="trainings"),
    path("formations/inscriptions/<uuid:enrolment_id>/", trainings.enrolment, name="enrolment"),
    path("lieux/", places.listing, name="places"),
    path("lieux/<uuid:place_id>/", places.page, name="place"),
    path("orientations/", referrals.listing, name="referrals"),
    path("orientations/<uuid:referral_id>/", referrals.page, name="referral"),
    path("equipe/", members.listing, name="members"),
    path("documents/", views.documents, name="documents"),
]
