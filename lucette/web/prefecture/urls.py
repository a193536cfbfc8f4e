"""Addresses of the space `/prefecture/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.gate.acts import routes
from lucette.web.prefecture import agreements, amendments, applications, decisions, on_map, posts, territory, views
from lucette.web.prefecture.acts import GiveOpinion
from lucette.web.prefecture.interests import DeclareInterest, WithdrawInterest
from lucette.web.prefecture.proposals import Propose, WithdrawProposal

app_name = "prefecture"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("avis/", applications.opinions, name="opinions"),
    path("candidatures/", applications.listing, name="applications"),
    path("candidatures/<uuid:application_id>/", applications.page, name="application"),
    *routes(GiveOpinion, Propose, WithdrawProposal, DeclareInterest, WithdrawInterest),
    path("decisions/<uuid:session_id>/", decisions.page, name="decisions"),
    *routes(amendments.GiveOpinion),
    path("avenants/", amendments.listing, name="amendments"),
    path("avenants/<uuid:amendment_id>/", amendments.page, name="amendment"),
    path("territoire/", territory.page, name="territory"),
    path("territoire/carte/", on_map.page, name="map"),
    path("territoire/communes/", territory.communes, name="communes"),
    path("conventions/", agreements.listing, name="agreements"),
    path("postes/", posts.listing, name="posts"),
]
