"""Doors and menu of the space of the support team."""

from __future__ import annotations

from lucette.web.gate.door import Door, Menu, space

HERE = space("support")

DOORS: dict[str, Door] = {
    "support:dashboard": HERE,
    "support:organizations": HERE,
    "support:organization": HERE,
    "support:letters": HERE,
}
MENU: Menu = ()
