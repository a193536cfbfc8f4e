"""The gallery of components (demonstration only)."""

from __future__ import annotations

from django.urls import path

from lucette.web.design import views

app_name = "design"
urlpatterns = [path("", views.gallery, name="gallery")]
