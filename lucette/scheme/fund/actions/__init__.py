"""The acts of the fund: its own (endowment, envelopes, tranches), and the facts that other rooms name with ids and amounts."""

from lucette.scheme.fund.actions.awards import commit, release, reserve, reserve_many
from lucette.scheme.fund.actions.books import seal_ledger
from lucette.scheme.fund.actions.endowment import notify, prepare_endowment, receive_tranche, sign_tripartite
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
from lucette.scheme.fund.actions.posts import fill, vacate
from lucette.scheme.fund.actions.verification import keep_verification
from lucette.scheme.fund.rules import Payment

__all__ = [
    "Payment",
    "commit",
    "commit_service",
    "confirm_envelope_move",
    "executed",
    "executed_many",
    "fill",
    "keep_verification",
    "liquidate",
    "notify",
    "order",
    "prepare_endowment",
    "receive_tranche",
    "refused_by_bank",
    "reject_order",
    "release",
    "request_envelope_move",
    "reserve",
    "reserve_many",
    "seal_ledger",
    "send",
    "sign_tripartite",
    "vacate",
    "withdraw_envelope_move",
]
