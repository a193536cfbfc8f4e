"""Addresses of the space `/conseiller/`, for advisers and candidates."""

from __future__ import annotations

from django.urls import path

from lucette.web.adviser import dashboard, pages

app_name = "adviser"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("activites/", pages.activities, name="activities"),
    path("rendez-vous/", pages.appointments, name="appointments"),
    path("rendez-vous/<uuid:appointment_id>/", pages.appointment, name="appointment"),
    path("orientations/<uuid:referral_id>/", pages.referral, name="referral"),
    path("lieux/", pages.places, name="places"),
    path("formation/<uuid:enrolment_id>/", pages.enrolment, name="enrolment"),
    path("recrutements/<uuid:hire_id>/", pages.hire, name="hire"),
    path("profil/", pages.profile, name="profile"),
]
