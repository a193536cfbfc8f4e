"""Doors and menu of the space of prefectures."""

from __future__ import annotations

from lucette.web.gate.door import Door, Menu, space

HERE = space("prefecture")

DOORS: dict[str, Door] = {
    "prefecture:dashboard": HERE,
    "prefecture:opinions": HERE,
    "prefecture:applications": HERE,
    "prefecture:application": HERE,
    "prefecture:opine": HERE,
    "prefecture:propose": HERE,
    "prefecture:withdraw_proposal": HERE,
    "prefecture:declare_interest": HERE,
    "prefecture:withdraw_interest": HERE,
    "prefecture:decisions": HERE,
    "prefecture:amendments": HERE,
    "prefecture:amendment": HERE,
    "prefecture:opine_amendment": HERE,
    "prefecture:territory": HERE,
    "prefecture:communes": HERE,
    "prefecture:map": HERE,
    "prefecture:agreements": HERE,
    "prefecture:posts": HERE,
}
MENU: Menu = (
    ("Tableau de bord", "prefecture:dashboard"),
    ("Le territoire", "prefecture:territory"),
    ("Avis à rendre", "prefecture:opinions"),
    ("Candidatures", "prefecture:applications"),
    ("Avenants", "prefecture:amendments"),
    ("Conventions", "prefecture:agreements"),
    ("Postes", "prefecture:posts"),
)
