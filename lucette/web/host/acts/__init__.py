"""The acts of a host structure, one page each."""

from __future__ import annotations

from lucette.web.host.acts.accounts import ON_ACCOUNT, DeclareAccount
from lucette.web.host.acts.agreements import ON_AGREEMENT, ON_AWARD
from lucette.web.host.acts.amendments import ON_NOTICE, ON_RUNNING
from lucette.web.host.acts.appeals import AppealDecision
from lucette.web.host.acts.applications import (
    DeclineAward,
    OpenApplication,
    WithdrawApplication,
)
from lucette.web.host.acts.changes import CHANGES
from lucette.web.host.acts.completion import CompleteApplication
from lucette.web.host.acts.draft import DRAFT_STEPS, DraftStructure
from lucette.web.host.acts.filing import AskContact, AskDerogation, FileApplication, HandOver
from lucette.web.host.acts.lapses import AnswerLapse
from lucette.web.host.acts.members import ON_MEMBER, EndDelegation, InviteMember, InviteRepresentative
from lucette.web.host.acts.partners import AddPartner, TakeOffPartner
from lucette.web.host.acts.pieces import DraftPieces, GivePieces, TakeBackPiece
from lucette.web.host.acts.places import ON_PLACE, OpenPlace
from lucette.web.host.acts.recoveries import ON_RECOVERY
from lucette.web.host.acts.recruitment import ON_HIRE, InviteCandidate, WhyNot
from lucette.web.host.acts.referrals import ON_REFERRAL, Refer
from lucette.web.host.acts.renewals import AskRenewal
from lucette.web.host.acts.reports import ON_REPORT
from lucette.web.host.acts.trainings import ON_ENROLMENT, Enrol

ON_APPLICATION = (
    DraftStructure,
    FileApplication,
    HandOver,
    CompleteApplication,
    GivePieces,
    AskContact,
    AppealDecision,
    AnswerLapse,
    WithdrawApplication,
    DeclineAward,
)
EVERY_ACT = (
    OpenApplication,
    *DRAFT_STEPS,
    AddPartner,
    TakeOffPartner,
    DraftPieces,
    GivePieces,
    TakeBackPiece,
    AskDerogation,
    FileApplication,
    HandOver,
    AskContact,
    CompleteApplication,
    AppealDecision,
    AnswerLapse,
    WithdrawApplication,
    DeclineAward,
    *ON_AWARD,
    *ON_AGREEMENT,
    *ON_RUNNING,
    AskRenewal,
    *CHANGES,
    *ON_NOTICE,
    DeclareAccount,
    *ON_ACCOUNT,
    InviteCandidate,
    WhyNot,
    *ON_HIRE,
    Enrol,
    *ON_ENROLMENT,
    OpenPlace,
    *ON_PLACE,
    Refer,
    *ON_REFERRAL,
    *ON_REPORT,
    *ON_RECOVERY,
    InviteMember,
    InviteRepresentative,
    EndDelegation,
    *ON_MEMBER,
)

__all__ = [
    "EVERY_ACT",
    "ON_AGREEMENT",
    "ON_APPLICATION",
    "ON_AWARD",
    "ON_ENROLMENT",
    "ON_HIRE",
    "ON_MEMBER",
    "ON_NOTICE",
    "ON_PLACE",
    "ON_REFERRAL",
    "ON_REPORT",
    "ON_RUNNING",
]
