"""Doors and menu of the space of the ANCT."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.web.gate.door import Door, Menu, only, space

HERE = space("agency")
INSTRUCTION = only(RoleName.INSTRUCTOR, RoleName.AGENCY_DIRECTOR)
SECRETARIAT = only(RoleName.INSTRUCTOR)
DIRECTION = only(RoleName.AGENCY_DIRECTOR)

DOORS: dict[str, Door] = {
    "agency:dashboard": HERE,
    "agency:applications": HERE,
    "agency:application": HERE,
    "agency:take": INSTRUCTION,
    "agency:ask_completion": INSTRUCTION,
    "agency:inadmissible": INSTRUCTION,
    "agency:derogate": DIRECTION,
    "agency:put_on_agenda": SECRETARIAT,
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
