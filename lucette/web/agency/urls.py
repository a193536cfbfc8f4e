"""Addresses of the space `/anct/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.agency import applications, awards, calls, committee, interests, network, reports, room, together, trainings, views
from lucette.web.agency.acts.agenda import ON_AGENDA
from lucette.web.agency.acts.appeals import DecideAppeal
from lucette.web.agency.acts.applications import ON_APPLICATION, Derogate
from lucette.web.agency.acts.calls import ON_CALL, PrepareCall, TakeOffIdentified
from lucette.web.agency.acts.checks import AnswerCheck
from lucette.web.agency.acts.interests import DeclareInterest, DeclareMandate, EndMandate, WithdrawInterest
from lucette.web.agency.acts.lapses import AnnounceLapse, DecideLapse
from lucette.web.agency.acts.network import ON_PUBLICATION, DraftPublication
from lucette.web.agency.acts.pieces import ReadPiece
from lucette.web.agency.acts.proposals import InviteProposedHost
from lucette.web.agency.acts.rectification import CORRECTIONS
from lucette.web.agency.acts.reports import Acknowledge
from lucette.web.agency.acts.rules import AMENDING
from lucette.web.agency.acts.sessions import AROUND_A_SESSION, PrepareSession
from lucette.web.agency.acts.sitting import IN_THE_ROOM, Decide
from lucette.web.agency.acts.trainings import OpenTraining
from lucette.web.agency.acts.votes import DecideTogether, ImportAgenda
from lucette.web.gate.acts import routes

app_name = "agency"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("candidatures/", applications.listing, name="applications"),
    path("candidatures/a-prendre/", together.to_take, name="to_take"),
    path("candidatures/<uuid:application_id>/", applications.page, name="application"),
    *routes(*ON_APPLICATION, Derogate, AnswerCheck, DecideAppeal, ReadPiece, InviteProposedHost, AnnounceLapse, DecideLapse),
    *routes(DeclareInterest, WithdrawInterest, DeclareMandate, EndMandate),
    path("liens-d-interets/", interests.listing, name="interests"),
    path("mandats/", interests.mandates, name="mandates"),
    path("comite/", committee.listing, name="sessions"),
    *routes(PrepareSession),
    path("comite/<uuid:session_id>/", committee.page, name="session"),
    path("comite/<uuid:session_id>/salle/", room.page, name="room"),
    *routes(*ON_AGENDA, *CORRECTIONS, *AROUND_A_SESSION, *IN_THE_ROOM, Decide, DecideTogether, ImportAgenda),
    path("attributions/<uuid:award_id>/", awards.page, name="award"),
    path("appels/", calls.listing, name="calls"),
    *routes(PrepareCall),
    path("appels/<uuid:call_id>/", calls.page, name="call"),
    *routes(*ON_CALL, *AMENDING, TakeOffIdentified),
    path("formations/", trainings.listing, name="trainings"),
    *routes(OpenTraining),
    path("rapports/", reports.listing, name="reports"),
    path("rapports/<uuid:report_id>/", reports.page, name="report"),
    *routes(Acknowledge),
    path("publications/", network.listing, name="publications"),
    *routes(DraftPublication),
    path("publications/<uuid:publication_id>/", network.page, name="publication"),
    *routes(*ON_PUBLICATION),
]
