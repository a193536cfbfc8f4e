"""Doors and menu of the space of training bodies."""

from __future__ import annotations

from lucette.web.gate.door import Door, Menu, space

HERE = space("training")

DOORS: dict[str, Door] = {
    "training:dashboard": HERE,
    "training:session": HERE,
    "training:enrolment": HERE,
}
MENU: Menu = ()
