"""Legal dates: the answer, the remedies, the reminders. Pure."""

from __future__ import annotations

import datetime as dt

from lucette.kernel.french import date
from lucette.scheme.applications.enums import ReminderKind
from lucette.scheme.calls.rules import add_months

RECOURSE_MONTHS = 2  # code de justice administrative, art. R. 421-1 ; code des relations entre le public et l'administration, art. L. 411-2

RECRUIT_DAYS = (30, 7)  # before the last day to recruit: a first reminder, a last one


def answer_due(filed_on: dt.date, months_of_silence: int) -> dt.date:
    """The day on which silence becomes a rejection (code des relations entre le public et l'administration, art. L. 231-4)."""
    return add_months(filed_on, months_of_silence)


def recruit_reminder(recruit_by: dt.date, on: dt.date) -> ReminderKind | None:
    """Which reminder that day calls for; None before and after."""
    first, last = (recruit_by - dt.timedelta(days=days) for days in RECRUIT_DAYS)
    if not first <= on <= recruit_by:
        return None
    return ReminderKind.RECRUIT_LAST if on >= last else ReminderKind.RECRUIT_SOON


def recourse_until(notified_on: dt.date) -> dt.date:
    """Last day to contest a decision received on that day."""
    return add_months(notified_on, RECOURSE_MONTHS)


def remedies(until: dt.date, contact: str, online: bool = True) -> str:
    """How to contest a decision, in French, for a letter. `contact`: where a request to the ANCT is sent; `online`: or from the file."""
    how = "depuis la page de la candidature ou " if online else ""
    return (
        "Vous pouvez contester cette décision dans les deux mois qui suivent la réception de cette lettre. "
        f"Si vous la recevez aujourd’hui, vous avez jusqu’au {date(until)} pour :\n\n"
        f"- former un recours gracieux, {how}en écrivant à l’Agence nationale de la cohésion des territoires ({contact}) ;\n"
        "- saisir le tribunal administratif, par courrier ou sur le site www.telerecours.fr.\n\n"
        "Un recours gracieux fait à temps interrompt ce délai. Vous aurez de nouveau deux mois pour saisir le tribunal : "
        "après la réponse de l’Agence, ou après deux mois sans réponse."
    )


def court(until: dt.date) -> str:
    """What is left once a request to the ANCT is rejected."""
    return (
        f"Si vous recevez cette lettre aujourd’hui, vous avez jusqu’au {date(until)} pour saisir le tribunal administratif. "
        "Vous pouvez le faire par courrier ou sur le site www.telerecours.fr."
    )
