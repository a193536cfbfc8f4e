"""Addresses of the space `/audit/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.audit import views

app_name = "audit"
urlpatterns = [path("", views.dashboard, name="dashboard")]
