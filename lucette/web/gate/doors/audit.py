"""Doors and menu of the space of auditors."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.web.gate.door import READERS_OF_THE_FUND, Door, Menu, only, space

HERE = space("audit")

DOORS: dict[str, Door] = {
    "audit:dashboard": HERE,
    "audit:trail": READERS_OF_THE_FUND,
    "audit:postings": only(RoleName.AUDITOR),
    "audit:journal": only(RoleName.AUDITOR),
}
MENU: Menu = ()
