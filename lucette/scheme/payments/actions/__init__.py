"""Acts of payments: the schedule, the orders and their hands, the batches, the statements, the services."""

from lucette.scheme.payments.actions import recoveries
from lucette.scheme.payments.actions.accounts import open_treasury_account
from lucette.scheme.payments.actions.batches import cancel_batch, freeze_batch, send_batch
from lucette.scheme.payments.actions.bordereaux import (
    cancel_bordereau,
    compose_bordereau,
    countersign_bordereau,
    sign_bordereau,
    take_out,
)
from lucette.scheme.payments.actions.invoices import order_service, request_invoice
from lucette.scheme.payments.actions.orders import certify, certify_again, refuse_by_bank, reject, take_in_charge
from lucette.scheme.payments.actions.requests import request, send_back
from lucette.scheme.payments.actions.schedule import end_contract, fall_due, open_schedule, record_contract
from lucette.scheme.payments.actions.signatures import countersign, decline, order
from lucette.scheme.payments.actions.statements import StatementResult, keep_statement, read_statement, recognise_tranche

__all__ = [
    "StatementResult",
    "cancel_batch",
    "cancel_bordereau",
    "certify",
    "certify_again",
    "compose_bordereau",
    "countersign",
    "countersign_bordereau",
    "decline",
    "end_contract",
    "fall_due",
    "freeze_batch",
    "keep_statement",
    "open_schedule",
    "open_treasury_account",
    "order",
    "order_service",
    "read_statement",
    "recognise_tranche",
    "record_contract",
    "recoveries",
    "refuse_by_bank",
    "reject",
    "request",
    "request_invoice",
    "send_back",
    "send_batch",
    "sign_bordereau",
    "take_in_charge",
    "take_out",
]
