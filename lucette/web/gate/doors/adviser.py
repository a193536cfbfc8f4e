"""Doors and menu of the space of advisers and candidates."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.web.gate.door import IMPORTS, Door, Menu, only, space

HERE = space("adviser")
ADVISER = only(RoleName.ADVISER)

OF_ADVISERS = (
    "activities",
    "record",
    "record_workshop",
    "record_same",
    *IMPORTS,
    "activity",
    "undo",
    "correct",
    "correct_workshop",
    "remove",
    "plan",
    "workshop",
    "register",
    "hold",
    "cancel_workshop",
    "appointments",
    "book",
    "appointment",
    "confirm",
    "honour",
    "no_show",
    "cancel_for_person",
    "cancel_as_adviser",
    "referral",
    "accept_referral",
    "close_referral",
    "places",
    "open_place",
    "place",
    "set_hours",
    "set_step_free",
    "close_place",
    "trainings",
    "enrolment",
    "reports",
    "report",
    "sign_report",
)
DOORS: dict[str, Door] = {
    "adviser:dashboard": HERE,
    **{f"adviser:{name}": ADVISER for name in OF_ADVISERS},
    "adviser:hire": HERE,
    "adviser:accept": HERE,
    "adviser:decline": HERE,
    "adviser:profile": HERE,
    "adviser:apply": HERE,
    "adviser:withdraw": HERE,
}
MENU: Menu = (
    ("Mon espace", "adviser:dashboard"),
    ("Activités", "adviser:activities"),
    ("Rendez-vous", "adviser:appointments"),
    ("Lieux", "adviser:places"),
    ("Formation", "adviser:trainings"),
    ("Comptes rendus", "adviser:reports"),
    ("Réseau", "gate:publications"),
    ("Mon profil", "adviser:profile"),
)
