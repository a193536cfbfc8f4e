"""Doors and menu of the space of the Caisse des Dépôts."""

from __future__ import annotations

from lucette.web.gate.door import READERS_OF_THE_FUND, Door, Menu, space

HERE = space("caisse")

DOORS: dict[str, Door] = {
    "caisse:dashboard": HERE,
    "caisse:desks": READERS_OF_THE_FUND,
    "caisse:agreements": READERS_OF_THE_FUND,
    "caisse:agreement": READERS_OF_THE_FUND,
    "caisse:orders": READERS_OF_THE_FUND,
    "caisse:order": READERS_OF_THE_FUND,
    "caisse:batches": READERS_OF_THE_FUND,
    "caisse:batch": READERS_OF_THE_FUND,
    "caisse:statements": READERS_OF_THE_FUND,
    "caisse:statement": READERS_OF_THE_FUND,
    "caisse:invoices": READERS_OF_THE_FUND,
    "caisse:invoice": READERS_OF_THE_FUND,
    "caisse:hires": HERE,
    "caisse:hire": HERE,
    "caisse:bank_details": HERE,
}
MENU: Menu = ()
