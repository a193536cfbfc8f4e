"""Doors and menu of the space of host structures."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.web.gate.door import Door, Menu, only, space

HERE = space("host")

DOORS: dict[str, Door] = {
    "host:dashboard": HERE,
    "host:applications": HERE,
    "host:application": HERE,
    "host:open": HERE,
    "host:draft_structure": HERE,
    "host:draft_project": HERE,
    "host:draft_contact": HERE,
    "host:draft_commitments": HERE,
    "host:draft_summary": HERE,
    "host:complete": HERE,
    "host:file": only(RoleName.HOST_REPRESENTATIVE),
    "host:withdraw": HERE,
    "host:decline": only(RoleName.HOST_REPRESENTATIVE),
    "host:award": HERE,
    "host:agreements": HERE,
    "host:agreement": HERE,
    "host:posts": HERE,
    "host:post": HERE,
    "host:hire": HERE,
    "host:payments": HERE,
    "host:order": HERE,
    "host:reports": HERE,
    "host:report": HERE,
    "host:documents": HERE,
}
MENU: Menu = (
    ("Tableau de bord", "host:dashboard"),
    ("Candidatures", "host:applications"),
    ("Conventions", "host:agreements"),
    ("Postes et conseillers", "host:posts"),
    ("Versements", "host:payments"),
    ("Comptes rendus", "host:reports"),
    ("Documents", "host:documents"),
)
