"""The adviser's table of past activities, brought at once."""

from __future__ import annotations

from lucette.web.gate.imports import Desk

DESK = Desk("adviser", "activities", "activites/imports/", (("Mon espace", "adviser:dashboard"), ("Activités", "adviser:activities")))
