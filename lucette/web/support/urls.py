"""Addresses of the space `/assistance/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.support import views

app_name = "support"
urlpatterns = [path("", views.dashboard, name="dashboard")]
