"""Acts of payments: the schedule, the orders and their hands, the batches, the statements, the services."""

from lucette.scheme.payments.actions import recoveries
from lucette.scheme.payments.actions.accounts import open_treasury_account
from lucette.scheme.payments.actions.answers import AnswerResult, answer_inquiry, keep_answer, open_inquiries, refuse_by_bank, take_answer
from lucette.scheme.payments.actions.batches import cancel_batch, close_batch, freeze_batch, send_batch
from lucette.scheme.payments.actions.bordereaux import (
    cancel_bordereau,
    compose_bordereau,
    countersign_bordereau,
    sign_bordereau,
    take_out,
)
from lucette.scheme.payments.actions.cuts import cut, transfer
from lucette.scheme.payments.actions.entities import change_entity
from lucette.scheme.payments.actions.explanations import (
    recognise_charge,
    recognise_execution,
    recognise_interest,
    recognise_mended_error,
    recognise_refund,
    recognise_restitution,
    recognise_return,
    recognise_tranche,
    reconsider,
)
from lucette.scheme.payments.actions.holds import hold, hold_agreement, hold_missed, resume, resume_agreement
from lucette.scheme.payments.actions.invoices import order_service, request_invoice
from lucette.scheme.payments.actions.notices import NoticeResult, read_notice
from lucette.scheme.payments.actions.orders import certify, certify_again, reject, take_in_charge
from lucette.scheme.payments.actions.overrides import ask_override, confirm_override, refuse_override
from lucette.scheme.payments.actions.receipts import recognise_recovery
from lucette.scheme.payments.actions.reductions import cancel_certification, cancel_line, reduce_certification, reduce_line
from lucette.scheme.payments.actions.requests import request, send_back
from lucette.scheme.payments.actions.returns import replace
from lucette.scheme.payments.actions.schedule import (
    end_contract,
    extend_contracts,
    extend_schedule,
    fall_due,
    meet_condition,
    meet_condition_of_agreement,
    open_schedule,
    record_contract,
)
from lucette.scheme.payments.actions.signatures import countersign, decline, order
from lucette.scheme.payments.actions.statements import StatementResult, keep_statement, read_statement

__all__ = [
    "AnswerResult",
    "NoticeResult",
    "StatementResult",
    "answer_inquiry",
    "ask_override",
    "cancel_batch",
    "cancel_bordereau",
    "cancel_certification",
    "cancel_line",
    "certify",
    "certify_again",
    "change_entity",
    "close_batch",
    "compose_bordereau",
    "confirm_override",
    "countersign",
    "countersign_bordereau",
    "cut",
    "decline",
    "end_contract",
    "extend_contracts",
    "extend_schedule",
    "fall_due",
    "freeze_batch",
    "hold",
    "hold_agreement",
    "hold_missed",
    "keep_answer",
    "keep_statement",
    "meet_condition",
    "meet_condition_of_agreement",
    "open_inquiries",
    "open_schedule",
    "open_treasury_account",
    "order",
    "order_service",
    "read_notice",
    "read_statement",
    "recognise_charge",
    "recognise_execution",
    "recognise_interest",
    "recognise_mended_error",
    "recognise_recovery",
    "recognise_refund",
    "recognise_restitution",
    "recognise_return",
    "recognise_tranche",
    "reconsider",
    "record_contract",
    "recoveries",
    "reduce_certification",
    "reduce_line",
    "refuse_by_bank",
    "refuse_override",
    "reject",
    "replace",
    "request",
    "request_invoice",
    "resume",
    "resume_agreement",
    "send_back",
    "send_batch",
    "sign_bordereau",
    "take_answer",
    "take_in_charge",
    "take_out",
    "transfer",
]
