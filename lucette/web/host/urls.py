"""Addresses of the space `/structure/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.host import views

app_name = "host"
urlpatterns = [path("", views.dashboard, name="dashboard")]
