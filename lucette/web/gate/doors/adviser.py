"""Doors and menu of the space of advisers and candidates."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.web.gate.door import Door, Menu, only, space

HERE = space("adviser")

DOORS: dict[str, Door] = {
    "adviser:dashboard": HERE,
    "adviser:enrolment": only(RoleName.ADVISER),
    "adviser:places": only(RoleName.ADVISER),
    "adviser:referral": only(RoleName.ADVISER),
    "adviser:appointment": only(RoleName.ADVISER),
    "adviser:appointments": only(RoleName.ADVISER),
    "adviser:activities": only(RoleName.ADVISER),
    "adviser:hire": HERE,
    "adviser:profile": HERE,
}
MENU: Menu = ()
