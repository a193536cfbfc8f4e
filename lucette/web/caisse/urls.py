"""Addresses of the space `/caisse/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.caisse import views

app_name = "caisse"
urlpatterns = [path("", views.dashboard, name="dashboard")]
