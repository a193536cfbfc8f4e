"""Addresses of the space `/conseiller/`, for advisers and candidates."""

from __future__ import annotations

from django.urls import path

from lucette.web.adviser import activities, appointments, dashboard, imports, pages, places, report, reports
from lucette.web.adviser.acts import corrections
from lucette.web.adviser.acts.appointments import ON_APPOINTMENT, Book
from lucette.web.adviser.acts.corrections import ON_ACTIVITY
from lucette.web.adviser.acts.places import ON_PLACE, OpenPlace
from lucette.web.adviser.acts.record import RECORDS
from lucette.web.adviser.acts.recruitment import ON_HIRE, Apply, Withdraw
from lucette.web.adviser.acts.referrals import ON_REFERRAL
from lucette.web.adviser.acts.reports import ON_REPORT
from lucette.web.adviser.acts.workshops import ON_WORKSHOP, Plan
from lucette.web.gate.acts import routes
from lucette.web.gate.imports import addresses

app_name = "adviser"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("activites/", activities.listing, name="activities"),
    *routes(*RECORDS),
    *addresses(imports.DESK),
    path("activites/<uuid:pk>/", activities.page, name="activity"),
    path("activites/<uuid:pk>/annuler/", corrections.undo, name="undo"),
    *routes(*ON_ACTIVITY),
    *routes(Plan),
    path("ateliers/<uuid:pk>/", activities.workshop, name="workshop"),
    *routes(*ON_WORKSHOP),
    path("rendez-vous/", appointments.agenda, name="appointments"),
    *routes(Book),
    path("rendez-vous/<uuid:appointment_id>/", appointments.page, name="appointment"),
    *routes(*ON_APPOINTMENT),
    path("orientations/<uuid:referral_id>/", appointments.referral, name="referral"),
    *routes(*ON_REFERRAL),
    path("lieux/", places.listing, name="places"),
    *routes(OpenPlace),
    path("lieux/<uuid:pk>/", places.page, name="place"),
    *routes(*ON_PLACE),
    path("comptes-rendus/", reports.listing, name="reports"),
    path("comptes-rendus/<uuid:report_id>/", report.page, name="report"),
    *routes(*ON_REPORT),
    path("formation/", pages.training, name="trainings"),
    path("formation/<uuid:enrolment_id>/", pages.enrolment, name="enrolment"),
    path("recrutements/<uuid:hire_id>/", pages.hire, name="hire"),
    *routes(*ON_HIRE),
    path("profil/", pages.profile, name="profile"),
    *routes(Apply, Withdraw),
]
