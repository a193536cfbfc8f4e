"""The door of letters."""

from __future__ import annotations

from django.urls import path

from lucette.web.gate import letters

app_name = "gate"
urlpatterns = [path("<uuid:letter_id>/", letters.open_letter, name="letter")]
