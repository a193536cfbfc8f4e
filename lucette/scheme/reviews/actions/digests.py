"""Each working morning, one letter to each prefecture: what asks for its opinion since the last one, what is due within days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import holders
from lucette.kernel.actor import Actor, Scope
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications import policies
from lucette.scheme.applications.enums import UNDECIDED, ReminderKind
from lucette.scheme.applications.models import Application, Reminder
from lucette.scheme.reviews import letters
from lucette.scheme.reviews.models import Opinion, Review
from lucette.scheme.reviews.rules import OPINION_HURRIES, is_working_day


@transaction.atomic
def write_digests(*, on: dt.date, by: Actor) -> int:
    """Tell each prefecture, once for each date, what is newly asked and what is due soon; nothing new, no letter. Returns how many letters.

    Raises Forbidden.
    """
    policies.check_can_watch(by)
    if not is_working_day(on):
        return 0
    asked = _awaited().exclude(_told(ReminderKind.OPINION_ASKED))
    soon = _awaited().filter(opinion_due_on__gte=on, opinion_due_on__lte=on + OPINION_HURRIES).exclude(_told(ReminderKind.OPINION_SOON))
    new, near = _held(asked), _held(soon)
    applications.remember_told([(it.application, it.opinion_due_on or on) for it in new], ReminderKind.OPINION_ASKED)
    applications.remember_told([(it.application, it.opinion_due_on or on) for it in near], ReminderKind.OPINION_SOON)
    return _write(new, [it for it in near if it not in new])


def _awaited() -> QuerySet[Review]:
    given = Opinion.objects.filter(application=OuterRef("application"), replaced_at=None)
    asked = Review.objects.filter(application__status__in=UNDECIDED, opinion_asked_at__isnull=False, opinion_due_on__isnull=False)
    return asked.exclude(Exists(given)).exclude(application__not_taken_over__contains=["opinion"])


def _told(kind: ReminderKind) -> Exists:
    return Exists(Reminder.objects.filter(application=OuterRef("application"), kind=kind, due_on=OuterRef("opinion_due_on")))


def _held(rows: QuerySet[Review]) -> list[Review]:
    found = rows.select_related("application__organization__commune").select_for_update(of=("self",))
    return list(found.order_by("opinion_due_on", "application__number"))


def _write(new: Sequence[Review], near: Sequence[Review]) -> int:
    """The prefecture of the département, else that of the région, as for one file."""
    people = holders(RoleName.PREFECTURE)
    scopes = {it.scope for it in people}
    count = 0
    for person in people:
        hers = [[it for it in files if _reader(it.application, scopes) == person.scope] for files in (new, near)]
        if any(hers):
            letters.opinions_awaited(person, *hers)
            count += 1
    return count


def _reader(it: Application, scopes: Collection[Scope]) -> Scope:
    department = Scope("department", it.department_code)
    return department if department in scopes else Scope("region", it.region_code)
