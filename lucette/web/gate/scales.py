"""How the grant of a call is paid, when its scale states sums."""

from __future__ import annotations

from collections.abc import Sequence

from lucette.scheme.calls.rules import ScaleLine, schedules
from lucette.web.design.elements import Column, Table


def sums_table(scale: Sequence[ScaleLine], caption: str) -> Table | None:
    """Each amount for one post, in the instalments that make it; None when the scale is paid by shares of the whole."""
    rows = [
        [str(grant), str(it.number), str(it.amount), moment(it.months_after), it.condition]
        for grant, sums in schedules(scale).items()
        for it in sums
    ]
    columns = [Column("Subvention", number=True), "Versement", Column("Montant", number=True), "Quand", "Condition"]
    return Table(caption, columns, rows) if rows else None


def moment(months: int) -> str:
    """`au mois 6`, `à l’entrée en vigueur`."""
    return f"au mois {months}" if months else "à l’entrée en vigueur"
