"""Questions to payments."""

from lucette.scheme.payments.queries.bank import (
    answer_of_local_bank,
    closing_cents,
    lines_to_reconcile,
    local_bank,
    statements,
    treasury_account,
)
from lucette.scheme.payments.queries.checks import checks
from lucette.scheme.payments.queries.desks import (
    Desk,
    OrderRow,
    ToRequest,
    batches,
    desks,
    invoices_to_request,
    orders_at,
    orders_to_batch,
    to_request,
)
from lucette.scheme.payments.queries.pages import BatchPage, HandHeld, OrderPage, Step, batch_page, order_page
from lucette.scheme.payments.queries.whereabouts import InstalmentState, Missing, Part, ScheduleTotals, schedule_totals, where_is_my_money

__all__ = [
    "BatchPage",
    "Desk",
    "HandHeld",
    "InstalmentState",
    "Missing",
    "OrderPage",
    "OrderRow",
    "Part",
    "ScheduleTotals",
    "Step",
    "ToRequest",
    "answer_of_local_bank",
    "batch_page",
    "batches",
    "checks",
    "closing_cents",
    "desks",
    "invoices_to_request",
    "lines_to_reconcile",
    "local_bank",
    "order_page",
    "orders_at",
    "orders_to_batch",
    "schedule_totals",
    "statements",
    "to_request",
    "treasury_account",
    "where_is_my_money",
]
