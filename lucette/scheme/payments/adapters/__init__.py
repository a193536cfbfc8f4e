"""The bank: files we write for it (pain.001), files we read from it (pain.002, camt.053, camt.054), and its stand-in."""

from lucette.scheme.payments.adapters.entries import Entry
from lucette.scheme.payments.adapters.local_bank import Delivery, LocalBank, Receipt
from lucette.scheme.payments.adapters.profiles import PROFILES, Address, BankProfile, Charset, described
from lucette.scheme.payments.adapters.reasons import Reason, reason_label, return_reasons, status_label
from lucette.scheme.payments.adapters.reports import Outcome, PaymentOutcome, Report, TransferOutcome, read_report
from lucette.scheme.payments.adapters.statements import Notice, Statement, read_notices, read_statements
from lucette.scheme.payments.adapters.tempers import CALM, WILD, Temper
from lucette.scheme.payments.adapters.totals import Totals, read_totals
from lucette.scheme.payments.adapters.transfers import Debtor, Message, Transfer, stream_transfers, write_transfers

__all__ = [
    "CALM",
    "PROFILES",
    "WILD",
    "Address",
    "BankProfile",
    "Charset",
    "Debtor",
    "Delivery",
    "Entry",
    "LocalBank",
    "Message",
    "Notice",
    "Outcome",
    "PaymentOutcome",
    "Reason",
    "Receipt",
    "Report",
    "Statement",
    "Temper",
    "Totals",
    "Transfer",
    "TransferOutcome",
    "described",
    "read_notices",
    "read_report",
    "read_statements",
    "read_totals",
    "reason_label",
    "return_reasons",
    "status_label",
    "stream_transfers",
    "write_transfers",
]
