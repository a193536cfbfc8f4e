"""Instruct an application: take, opine, ask for additions, derogate, declare inadmissible."""

from lucette.scheme.reviews.actions.alerts import alert, remind_completion
from lucette.scheme.reviews.actions.appeals import appeal, decide_appeal
from lucette.scheme.reviews.actions.completions import Given, ask_completion, complete, lapse
from lucette.scheme.reviews.actions.digests import write_digests
from lucette.scheme.reviews.actions.instruction import answer_check, declare_inadmissible, derogate, refuse_derogation, take
from lucette.scheme.reviews.actions.interests import declare_interest, declare_mandate, end_mandate, find_interests, withdraw_interest
from lucette.scheme.reviews.actions.opinions import give_opinion
from lucette.scheme.reviews.actions.proposals import invite_proposed_host, propose_host, propose_transfer, withdraw_proposal

__all__ = [
    "Given",
    "alert",
    "answer_check",
    "appeal",
    "ask_completion",
    "complete",
    "decide_appeal",
    "declare_inadmissible",
    "declare_interest",
    "declare_mandate",
    "derogate",
    "end_mandate",
    "find_interests",
    "give_opinion",
    "invite_proposed_host",
    "lapse",
    "propose_host",
    "propose_transfer",
    "refuse_derogation",
    "remind_completion",
    "take",
    "withdraw_interest",
    "withdraw_proposal",
    "write_digests",
]
