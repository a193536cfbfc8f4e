"""Addresses of the space `/formation/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.training import views

app_name = "training"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("sessions/<uuid:session_id>/", views.session, name="session"),
    path("inscriptions/<uuid:enrolment_id>/", views.enrolment, name="enrolment"),
]
