"""Addresses of the space `/anct/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.agency import views

app_name = "agency"
urlpatterns = [path("", views.dashboard, name="dashboard")]
