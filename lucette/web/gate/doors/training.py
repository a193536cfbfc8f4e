"""Doors and menu of the space of training bodies."""

from __future__ import annotations

from lucette.web.gate.door import Door, Menu, space

HERE = space("training")
NAMES = (
    "dashboard",
    "sessions",
    "session",
    "follow",
    "invoice",
    "enrolments",
    "enrolment",
    "start",
    "complete",
    "certify",
    "interrupt",
    "invoices",
)

DOORS: dict[str, Door] = {f"training:{name}": HERE for name in NAMES}
MENU: Menu = (
    ("Mon espace", "training:dashboard"),
    ("Sessions", "training:sessions"),
    ("Inscrits", "training:enrolments"),
    ("Factures", "training:invoices"),
)
