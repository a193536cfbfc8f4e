"""The acts of the fund: its own (endowment, envelopes, cash), and the facts that other rooms name with ids and amounts."""

from lucette.scheme.fund.actions.amendments import add_posts, end_posts, return_posts, transfer_post
from lucette.scheme.fund.actions.authority import amend_authority, reopen_posts
from lucette.scheme.fund.actions.awards import commit, release, reserve, reserve_many
from lucette.scheme.fund.actions.books import seal_ledger, stamp_ledger
from lucette.scheme.fund.actions.corrections import correct
from lucette.scheme.fund.actions.endowment import notify, prepare_endowment, sign_tripartite
from lucette.scheme.fund.actions.entities import change_entity
from lucette.scheme.fund.actions.fund_calls import answer_call, ask_funds, withdraw_call
from lucette.scheme.fund.actions.moves import confirm_envelope_move, request_envelope_move, withdraw_envelope_move
from lucette.scheme.fund.actions.orders import (
    commit_service,
    executed,
    executed_many,
    liquidate,
    order,
    refused_by_bank,
    reject_order,
    send,
)
from lucette.scheme.fund.actions.periods import approve_accounts
from lucette.scheme.fund.actions.posts import fill, renew, vacate
from lucette.scheme.fund.actions.recoveries import Collected, collect_recovery, issue_recovery, write_off_recovery
from lucette.scheme.fund.actions.renderings import (
    approve_rendering,
    prepare_rendering,
    send_back_rendering,
    submit_rendering,
    withdraw_rendering,
)
from lucette.scheme.fund.actions.returns import cancel_certification, reduce_line, restore_returned, return_transfer
from lucette.scheme.fund.actions.suspense import (
    expense_given_back,
    reclassify_as_bank_charge,
    reclassify_as_collection,
    reclassify_as_execution,
    reclassify_as_given_back,
    reclassify_as_refund,
    reclassify_as_return,
    refund_receipt,
    suspend_expense,
    suspend_many,
    suspend_receipt,
)
from lucette.scheme.fund.actions.treasury import (
    receive_interest,
    receive_tranche,
    reclassify_as_interest,
    reclassify_as_restitution,
    reclassify_as_tranche,
    restitute,
    reuse_collected,
)
from lucette.scheme.fund.actions.verification import keep_verification
from lucette.scheme.fund.rules import Payment, Posts, Recovery, Returned

__all__ = [
    "Collected",
    "Payment",
    "Posts",
    "Recovery",
    "Returned",
    "add_posts",
    "amend_authority",
    "answer_call",
    "approve_accounts",
    "approve_rendering",
    "ask_funds",
    "cancel_certification",
    "change_entity",
    "collect_recovery",
    "commit",
    "commit_service",
    "confirm_envelope_move",
    "correct",
    "end_posts",
    "executed",
    "executed_many",
    "expense_given_back",
    "fill",
    "issue_recovery",
    "keep_verification",
    "liquidate",
    "notify",
    "order",
    "prepare_endowment",
    "prepare_rendering",
    "receive_interest",
    "receive_tranche",
    "reclassify_as_bank_charge",
    "reclassify_as_collection",
    "reclassify_as_execution",
    "reclassify_as_given_back",
    "reclassify_as_interest",
    "reclassify_as_refund",
    "reclassify_as_restitution",
    "reclassify_as_return",
    "reclassify_as_tranche",
    "reduce_line",
    "refund_receipt",
    "refused_by_bank",
    "reject_order",
    "release",
    "renew",
    "reopen_posts",
    "request_envelope_move",
    "reserve",
    "reserve_many",
    "restitute",
    "restore_returned",
    "return_posts",
    "return_transfer",
    "reuse_collected",
    "seal_ledger",
    "send",
    "send_back_rendering",
    "sign_tripartite",
    "stamp_ledger",
    "submit_rendering",
    "suspend_expense",
    "suspend_many",
    "suspend_receipt",
    "transfer_post",
    "vacate",
    "withdraw_call",
    "withdraw_envelope_move",
    "withdraw_rendering",
    "write_off_recovery",
]
