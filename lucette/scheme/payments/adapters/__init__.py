"""The bank: files we write for it (pain.001), files we read from it (camt.053), and its strict stand-in."""

from lucette.scheme.payments.adapters.local_bank import LocalBank, Receipt
from lucette.scheme.payments.adapters.statements import Entry, Statement, read_statements
from lucette.scheme.payments.adapters.transfers import Debtor, Totals, Transfer, read_totals, write_transfers

__all__ = [
    "Debtor",
    "Entry",
    "LocalBank",
    "Receipt",
    "Statement",
    "Totals",
    "Transfer",
    "read_statements",
    "read_totals",
    "write_transfers",
]
