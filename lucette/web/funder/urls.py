"""Addresses of the space `/dgcl/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.funder import views

app_name = "funder"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("fonds/", views.fund, name="fund"),
]
