"""Doors and menu of the space of the DGCL."""

from __future__ import annotations

from lucette.web.gate.door import READERS_OF_THE_FUND, Door, Menu, space

HERE = space("funder")

DOORS: dict[str, Door] = {
    "funder:dashboard": HERE,
    "funder:fund": READERS_OF_THE_FUND,
}
MENU: Menu = ()
