"""Doors and menu of the space of the ANCT."""

from __future__ import annotations

from lucette.web.gate.door import Door, Menu, space

HERE = space("agency")

DOORS: dict[str, Door] = {
    "agency:dashboard": HERE,
    "agency:applications": HERE,
    "agency:application": HERE,
    "agency:sessions": HERE,
    "agency:session": HERE,
    "agency:award": HERE,
    "agency:calls": HERE,
    "agency:reports": HERE,
    "agency:report": HERE,
    "agency:publications": HERE,
    "agency:publication": HERE,
}
MENU: Menu = (
    ("Tableau de bord", "agency:dashboard"),
    ("Candidatures", "agency:applications"),
    ("Comité de sélection", "agency:sessions"),
    ("Appels", "agency:calls"),
    ("Rapports reçus", "agency:reports"),
    ("Publications", "agency:publications"),
)
