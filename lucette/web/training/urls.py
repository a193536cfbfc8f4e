"""Addresses of the space `/formation/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.gate.acts import routes
from lucette.web.training import dashboard, lists, pages
from lucette.web.training.acts.enrolments import ON_ENROLMENT
from lucette.web.training.acts.sessions import ON_SESSION

app_name = "training"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("sessions/", lists.sessions, name="sessions"),
    path("sessions/<uuid:pk>/", pages.session, name="session"),
    *routes(*ON_SESSION),
    path("inscriptions/", lists.enrolments, name="enrolments"),
    path("inscriptions/<uuid:pk>/", pages.enrolment, name="enrolment"),
    *routes(*ON_ENROLMENT),
    path("factures/", lists.invoices, name="invoices"),
]
