"""Doors and menu of the space of the support team."""

from __future__ import annotations

from lucette.web.gate.door import IMPORTS, Door, Menu, space

HERE = space("support")

DOORS: dict[str, Door] = {
    "support:dashboard": HERE,
    "support:organizations": HERE,
    "support:organization": HERE,
    **{f"support:{name}": HERE for name in IMPORTS},
    "support:merge": HERE,
    "support:undo_merge": HERE,
    "support:people": HERE,
    "support:person": HERE,
    "support:grant": HERE,
    "support:invite": HERE,
    "support:end_role": HERE,
    "support:renew": HERE,
    "support:join_accounts": HERE,
    "support:part_accounts": HERE,
    "support:letters": HERE,
    "support:send_again": HERE,
}
MENU: Menu = (
    ("Tableau de bord", "support:dashboard"),
    ("Personnes", "support:people"),
    ("Structures", "support:organizations"),
    ("Lettres", "support:letters"),
)
