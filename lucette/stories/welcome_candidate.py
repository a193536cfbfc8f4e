"""Somebody wants to become an adviser: known, in the pool, her link sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from lucette.foundation.accounts import actions as accounts
from lucette.foundation.accounts import queries as account_queries
from lucette.kernel.actor import Actor, Scope
from lucette.scheme.recruitment import actions as recruitment
from lucette.scheme.recruitment import queries


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where, how far, from when, with what behind her."""

    commune_code: str
    radius_km: int
    available_on: dt.date
    situations: Sequence[str]
    diploma: str = ""
    motivation: str = ""
    pix_shared: bool = False


@transaction.atomic
def welcome_candidate(*, email: str, first_name: str, last_name: str, phone: str, wishes: Wishes, by: Actor) -> None:
    """Register the person, put her in the pool with her wishes, send her link.

    An address that has a role, or was ever in the pool, only receives its link: nobody changes the file of somebody else, and the answer
    is the same. Raises Invalid (fields of the person or of her wishes).
    """
    person = accounts.register_person(email=email, first_name=first_name, last_name=last_name, phone=phone, by=by)
    herself = Actor(person.pk, "", Scope("person", str(person.pk)), str(person))
    if not account_queries.roles_of(person.pk) and queries.candidate_of(person.pk, herself) is None:
        recruitment.apply(
            person_id=person.pk,
            commune_code=wishes.commune_code,
            radius_km=wishes.radius_km,
            available_on=wishes.available_on,
            situations=wishes.situations,
            diploma=wishes.diploma,
            motivation=wishes.motivation,
            pix_shared=wishes.pix_shared,
            by=herself,
        )
    accounts.ask_sign_in_link(email=person.email)
