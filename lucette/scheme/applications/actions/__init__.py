"""What is done to an application: by its host, then along its course by the rooms below."""

from lucette.scheme.applications.actions.answers import Answer, answer, award, defer, refuse, wait
from lucette.scheme.applications.actions.appeals import appeal, reject_appeal, uphold_appeal
from lucette.scheme.applications.actions.contact import ask_contact, confirm_contact
from lucette.scheme.applications.actions.course import (
    agree,
    ask_completion,
    close_incomplete,
    complete,
    declare_inadmissible,
    pass_on,
    put_on_agenda,
    take,
    take_off_agenda,
)
from lucette.scheme.applications.actions.host import decline, file, hand_over, open, save, tell_drafts, withdraw  # noqa: A004
from lucette.scheme.applications.actions.lapses import announce_lapse, answer_lapse, drop_lapse, lapse
from lucette.scheme.applications.actions.partners import add_partner, take_off_partner
from lucette.scheme.applications.actions.pieces import (
    accept_given,
    accept_piece,
    attach,
    give_piece,
    refuse_piece,
    send_pieces_back,
    take_back_piece,
)
from lucette.scheme.applications.actions.rectifications import rectify
from lucette.scheme.applications.actions.renewals import Renewed, Wished, open_renewal
from lucette.scheme.applications.actions.silence import record_silence, record_silences, remember_told, remind_to_recruit

__all__ = [
    "Answer",
    "Renewed",
    "Wished",
    "accept_given",
    "accept_piece",
    "add_partner",
    "agree",
    "announce_lapse",
    "answer",
    "answer_lapse",
    "appeal",
    "ask_completion",
    "ask_contact",
    "attach",
    "award",
    "close_incomplete",
    "complete",
    "confirm_contact",
    "declare_inadmissible",
    "decline",
    "defer",
    "drop_lapse",
    "file",
    "give_piece",
    "hand_over",
    "lapse",
    "open",
    "open_renewal",
    "pass_on",
    "put_on_agenda",
    "record_silence",
    "record_silences",
    "rectify",
    "refuse",
    "refuse_piece",
    "reject_appeal",
    "remember_told",
    "remind_to_recruit",
    "save",
    "send_pieces_back",
    "take",
    "take_back_piece",
    "take_off_agenda",
    "take_off_partner",
    "tell_drafts",
    "uphold_appeal",
    "wait",
    "withdraw",
]
