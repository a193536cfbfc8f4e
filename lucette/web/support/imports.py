"""Lists of establishments, brought by the support team."""

from __future__ import annotations

from lucette.web.gate.imports import Desk

DESK = Desk("support", "structures", "structures/imports/", (("Mon espace", "support:dashboard"), ("Structures", "support:organizations")))
