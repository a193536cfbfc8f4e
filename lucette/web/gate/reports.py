"""A table of the report to the ANCT, as every space draws it."""

from __future__ import annotations

from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.reports.rules import Table as Figures
from lucette.web.design.elements import Column, Table


def agency_table(table: Figures) -> Table:
    """Amounts in euros, the rest in whole numbers."""
    rows = [[label, *(str(it) if isinstance(it, Money) else french.number(it) for it in figures)] for label, figures in table.rows]
    return Table(table.title, [table.columns[0], *(Column(name, number=True) for name in table.columns[1:])], rows, empty="Rien à ce jour.")
