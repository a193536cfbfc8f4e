"""Note what happens on the site, and what people think of it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import F

from lucette.foundation.quality.adapters import answers
from lucette.foundation.quality.enums import Journey
from lucette.foundation.quality.models import Opinion, Passage, Reading
from lucette.foundation.quality.rules import LONGEST_COMMENT, MOST_STARS, holds_personal_data
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Invalid

KEPT = dt.timedelta(days=3 * 365)


def begin(*, journey: Journey) -> UUID:
    """Somebody begins this journey. Returns what the visit keeps, to tell when it ends."""
    return Passage.objects.create(journey=journey).pk


def finish(*, passage_id: UUID) -> bool:
    """The journey ends; once. Is it the first time?"""
    return bool(Passage.objects.filter(pk=passage_id, finished_at=None).update(finished_at=clock.now()))


@transaction.atomic
def give_opinion(*, journey: Journey, stars: int, comment: str = "") -> Opinion:
    """Raises Invalid (stars; a comment too long, or that says who)."""
    wrong, comment = {}, comment.strip()
    if not 1 <= stars <= MOST_STARS:
        wrong["stars"] = "Choisissez de une à cinq étoiles."
    if len(comment) > LONGEST_COMMENT:
        wrong["comment"] = f"Écrivez {LONGEST_COMMENT} caractères au plus."
    elif holds_personal_data(comment):
        wrong["comment"] = "Retirez les adresses et les numéros : un avis ne dit pas de qui il vient."
    if wrong:
        raise Invalid("opinion.wrong", "Cet avis ne peut pas être gardé ainsi.", fields=wrong)
    return Opinion.objects.create(journey=journey, stars=stars, comment=comment)


def watch() -> bool:
    """Look whether the site answers, and note the minute when it does. A minute without a note counts as a failure."""
    seen = answers()
    with acting(SYSTEM):
        day, _ = Reading.objects.get_or_create(day=clock.today())
        if seen:
            Reading.objects.filter(pk=day.pk).update(answered=F("answered") + 1)
    return seen


@transaction.atomic
def forget_old() -> int:
    """Remove what is older than three years. Returns how many rows."""
    limit = clock.now() - KEPT
    return sum(model.objects.filter(created_at__lt=limit).delete()[0] for model in (Passage, Opinion, Reading))
