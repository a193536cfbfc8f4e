"""Doors and menu of the space of auditors."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.web.gate.door import READERS_OF_THE_FUND, Door, Menu, only, space

HERE = space("audit")

DOORS: dict[str, Door] = {
    "audit:dashboard": HERE,
    "audit:verify": only(RoleName.AUDITOR),
    "audit:trail": READERS_OF_THE_FUND,
    "audit:payment_file": READERS_OF_THE_FUND,
    "audit:renderings": only(RoleName.AUDITOR, RoleName.AGENCY_DIRECTOR),
    "audit:rendering": only(RoleName.AUDITOR, RoleName.AGENCY_DIRECTOR),
    "audit:operations": READERS_OF_THE_FUND,
    "audit:rendering_pieces": READERS_OF_THE_FUND,
    "audit:rendering_file": READERS_OF_THE_FUND,
    "audit:books": only(RoleName.AUDITOR),
    "audit:postings": only(RoleName.AUDITOR),
    "audit:journals": only(RoleName.AUDITOR),
    "audit:journal": only(RoleName.AUDITOR),
}
MENU: Menu = (
    ("Tableau de bord", "audit:dashboard"),
    ("Grand livre", "audit:books"),
    ("Journal", "audit:journals"),
    ("Comptes annuels", "audit:renderings"),
    ("Le fonds", "funder:fund"),
    ("Conventions", "caisse:agreements"),
    ("Ordres", "caisse:orders"),
    ("Lots", "caisse:batches"),
    ("Relevés", "caisse:statements"),
    ("Seuils et délais", "funder:parameters"),
)
