"""Who may not decide of a file, and what of a session concerns an application."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from lucette.kernel.actor import Actor
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.models import Award
from lucette.scheme.reviews import queries as reviews
from lucette.scheme.reviews.models import Interest


class Standing(NamedTuple):
    """`conflict`: this person may not see the file. `award_id`: what it was given, if anything."""

    conflict: bool
    award_id: UUID | None


NOWHERE = Standing(False, None)


def has_conflict(application_id: UUID, by: Actor) -> bool:
    """Does a tie keep this person away from this application? Then she may not see it."""
    return reviews.is_barred(application_id, by)


def standing(application_id: UUID, by: Actor) -> Standing:
    """Where the committee left this application, for this person, in one question to the base."""
    conflict = Interest.objects.barring().of(by.pk).filter(application=OuterRef("pk"))
    award = Award.objects.visible_to(by).filter(application=OuterRef("pk")).latest_first()
    found = Application.objects.filter(pk=application_id).values_list(Exists(conflict), Subquery(award.values("pk")[:1])).first()
    return Standing(*found) if found else NOWHERE


def conflicts_of(by: Actor) -> list[UUID]:
    """The applications that this person may not see: a tie keeps her away from them."""
    return reviews.barred(by)
