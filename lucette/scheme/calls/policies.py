"""Who decides of a call (the ANCT), and when a call takes applications."""

from __future__ import annotations

import datetime as dt

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.french import date
from lucette.scheme.calls.enums import CallStatus as S
from lucette.scheme.calls.models import Call
from lucette.scheme.calls.rules import within

ANCT_DECIDES = "Seule l’ANCT décide d’un appel à manifestation d’intérêt."
DECIDERS = (RoleName.AGENCY_DIRECTOR, RoleName.IMPORTER)


def can_prepare(by: Actor) -> bool:
    """The ANCT's director and instructors prepare; the importer takes over."""
    return has_role(by, *DECIDERS, RoleName.INSTRUCTOR)


def check_can_prepare(by: Actor) -> None:
    """Raise Forbidden unless `can_prepare`."""
    check_role(by, *DECIDERS, RoleName.INSTRUCTOR, sentence=ANCT_DECIDES)


def can_decide(by: Actor, system: bool = False) -> bool:
    """The ANCT's director (or delegate) publishes, opens, pauses, closes; the clock opens and closes only."""
    return has_role(by, *DECIDERS, system=system)


def check_can_decide(by: Actor, system: bool = False) -> None:
    """Raise Forbidden unless `can_decide`."""
    check_role(by, *DECIDERS, sentence=ANCT_DECIDES, system=system)


def check_takes_applications(call: Call, on: dt.date) -> None:
    """Raise RuleBroken, with the reason, unless the call is open and the day within its window."""
    if call.status == S.CLOSED or (call.closes_on and on > call.closes_on):
        reason = f" {call.closing_reason}" if call.closing_reason else ""
        raise RuleBroken("call.closed", f"Le dépôt des candidatures est clos pour cet appel.{reason}")
    if call.status == S.PAUSED:
        raise RuleBroken("call.paused", "Cet appel est suspendu : vous pourrez reprendre votre candidature à sa réouverture.")
    if call.status != S.OPEN or not within(on, call.opens_on, call.closes_on):
        raise RuleBroken("call.not_open", f"Cet appel n’est pas encore ouvert : il ouvre le {date(call.opens_on)}.")


def takes_applications(call: Call, on: dt.date) -> bool:
    """May a host open or file an application on that day?"""
    return call.status == S.OPEN and within(on, call.opens_on, call.closes_on)
