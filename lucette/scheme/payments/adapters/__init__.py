"""The bank: files we write for it (pain.001), files we read from it (camt.053), and its strict stand-in."""

from lucette.scheme.payments.adapters.local_bank import LocalBank, Receipt
from lucette.scheme.payments.adapters.profiles import Address, BankProfile, Charset
from lucette.scheme.payments.adapters.statements import Entry, Statement, read_statements
from lucette.scheme.payments.adapters.totals import Totals, read_totals
from lucette.scheme.payments.adapters.transfers import Debtor, Message, Transfer, save_transfers, stream_transfers, write_transfers

__all__ = [
    "Address",
    "BankProfile",
    "Charset",
    "Debtor",
    "Entry",
    "LocalBank",
    "Message",
    "Receipt",
    "Statement",
    "Totals",
    "Transfer",
    "read_statements",
    "read_totals",
    "save_transfers",
    "stream_transfers",
    "write_transfers",
]
