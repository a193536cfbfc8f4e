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
from lucette.scheme.payments.actions.holds import hold, hold_agreement, hold_missed, resume, resume_agreement
from lucette.scheme.payments.actions.invoices import order_service, request_invoice
from lucette.scheme.payments.actions.orders import certify, certify_again, refuse_by_bank, reject, take_in_charge
from lucette.scheme.payments.actions.overrides import ask_override, confirm_override, refuse_override
from lucette.scheme.payments.actions.reductions import cancel_certification, cancel_line, reduce_certification, reduce_line
from lucette.scheme.payments.actions.requests import request, send_back
from lucette.scheme.payments.actions.schedule import (
    end_contract,
    fall_due,
    meet_condition,
    meet_condition_of_agreement,
    open_schedule,
    record_contract,
)
from lucette.scheme.payments.actions.signatures import countersign, decline, order
from lucette.scheme.payments.actions.statements import StatementResult, keep_statement, read_statement, recognise_tranche

__all__ = [
    "StatementResult",
    "ask_override",
    "cancel_batch",
    "cancel_bordereau",
    "cancel_certification",
    "cancel_line",
    "certify",
    "certify_again",
    "compose_bordereau",
    "confirm_override",
    "countersign",
    "countersign_bordereau",
    "decline",
    "end_contract",
    "fall_due",
    "freeze_batch",
    "hold",
    "hold_agreement",
    "hold_missed",
    "keep_statement",
    "meet_condition",
    "meet_condition_of_agreement",
    "open_schedule",
    "open_treasury_account",
    "order",
    "order_service",
    "read_statement",
    "recognise_tranche",
    "record_contract",
    "recoveries",
    "reduce_certification",
    "reduce_line",
    "refuse_by_bank",
    "refuse_override",
    "reject",
    "request",
    "request_invoice",
    "resume",
    "resume_agreement",
    "send_back",
    "send_batch",
    "sign_bordereau",
    "take_in_charge",
    "take_out",
]
