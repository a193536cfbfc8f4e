"""Addresses of the space `/prefecture/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.prefecture import views

app_name = "prefecture"
urlpatterns = [path("", views.dashboard, name="dashboard")]
