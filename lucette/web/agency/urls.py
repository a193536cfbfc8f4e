"""Addresses of the space `/anct/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.agency import applications, calls, committee, network, reports, views
from lucette.web.agency.acts.applications import ON_APPLICATION, Derogate
from lucette.web.gate.acts import routes

app_name = "agency"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("candidatures/", applications.listing, name="applications"),
    path("candidatures/<uuid:application_id>/", applications.page, name="application"),
    *routes(*ON_APPLICATION, Derogate),
    path("comite/", committee.listing, name="sessions"),
    path("comite/<uuid:session_id>/", committee.page, name="session"),
    path("attributions/<uuid:award_id>/", committee.award, name="award"),
    path("appels/", calls.listing, name="calls"),
    path("rapports/", reports.listing, name="reports"),
    path("rapports/<uuid:report_id>/", reports.page, name="report"),
    path("publications/", network.listing, name="publications"),
    path("publications/<uuid:publication_id>/", network.page, name="publication"),
]
