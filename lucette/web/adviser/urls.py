"""Addresses of the space `/conseiller/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.adviser import views

app_name = "adviser"
urlpatterns = [path("", views.dashboard, name="dashboard")]
