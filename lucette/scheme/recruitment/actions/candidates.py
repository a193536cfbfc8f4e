"""Join the pool, leave it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.accounts import actions as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.journal import actions as journal
from lucette.foundation.territories.models import Commune
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Invalid, NotFound, RuleBroken
from lucette.scheme.recruitment import letters, policies
from lucette.scheme.recruitment.enums import RADII_KM, CandidateStatus, HireStatus, Situation
from lucette.scheme.recruitment.models import Candidate, Hire


@transaction.atomic
def apply(
    *,
    person_id: UUID,
    commune_code: str,
    radius_km: int,
    available_on: dt.date,
    situations: Sequence[str],
    by: Actor,
    diploma: str = "",
    motivation: str = "",
    pix_shared: bool = False,
) -> Candidate:
    """Join the pool, or come back to it with new wishes; the person may then act as a candidate.

    Raises Forbidden (somebody else), NotFound (person), Invalid (fields), RuleBroken (already in the pool), WrongState (hired).
    """
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound
    policies.check_is_herself(by, person.pk)
    check_wishes(commune_code, radius_km, situations, motivation)
    wishes = {
        "commune": Commune.objects.known(commune_code),
        "radius_km": radius_km,
        "available_on": available_on,
        "situations": list(dict.fromkeys(situations)),
        "diploma": diploma.strip(),
        "motivation": motivation.strip(),
        "pix_shared": pix_shared,
    }
    candidate = _in_pool(person, wishes, by)
    accounts.grant_role(person_id=person.pk, name=RoleName.CANDIDATE, scope=Scope("person", str(person.pk)), by=SYSTEM)
    journal.record("candidate.applied", subject=candidate, by=by, radius_km=radius_km, available_on=available_on.isoformat())
    letters.applied(candidate)
    return candidate


def _in_pool(person: Person, wishes: dict[str, Any], by: Actor) -> Candidate:
    """Her card, new or brought back with these wishes. Raises RuleBroken (already in the pool), WrongState (hired)."""
    candidate = Candidate.objects.filter(person=person).first()
    if candidate is None:
        return Candidate.objects.create(person=person, status_since=clock.now(), status_by=by.pk, **wishes)
    if candidate.status == CandidateStatus.AVAILABLE:
        raise RuleBroken("candidate.known", "Vous êtes déjà inscrit au vivier : retirez-vous-en d’abord pour changer vos souhaits.")
    candidate.move_to(CandidateStatus.AVAILABLE, act="come_back", on=clock.now(), by=by, **wishes)
    return candidate


def check_wishes(commune_code: str, radius_km: int, situations: Sequence[str], motivation: str) -> None:
    fields = {}
    if not Commune.objects.filter(pk=commune_code).exists():
        fields["commune_code"] = "Cette commune n’est pas connue : choisissez-la dans la liste."
    if radius_km not in RADII_KM:
        fields["radius_km"] = "Choisissez l’un des rayons proposés."
    if not situations or not set(situations) <= set(Situation.values):
        fields["situations"] = "Choisissez au moins une situation."
    if len(motivation.strip()) > 2500:
        fields["motivation"] = "Ce texte dépasse 2 500 caractères."
    if fields:
        raise Invalid("candidate.invalid", "Votre inscription est à corriger.", fields)


@transaction.atomic
def withdraw(*, candidate_id: UUID, by: Actor) -> Candidate:
    """Leave the pool: invitations still open are cancelled and their hosts told.

    Raises NotFound (somebody else's card), Forbidden, WrongState, RuleBroken (a contract is filed).
    """
    candidate = Candidate.objects.visible_to(by).lock(candidate_id)
    policies.check_is_herself(by, candidate.person_id)
    candidate.check_act("withdraw")
    hires = Hire.objects.select_for_update(of=("self",)).select_related("candidate__person", "organization").filter(candidate=candidate)
    if hires.filter(status=HireStatus.DECLARED).exists():
        raise RuleBroken("candidate.contract_filed", "Un contrat à votre nom est déposé : demandez d’abord à la structure de l’annuler.")
    now = clock.now()
    candidate.move_to(CandidateStatus.WITHDRAWN, act="withdraw", on=now, by=by)
    for hire in hires.filter(status__in=(HireStatus.INVITED, HireStatus.ACCEPTED, HireStatus.SELECTED)).in_order():
        hire.move_to(HireStatus.CANCELLED, act="cancel", on=now, by=by)
        journal.record("hire.cancelled", subject=hire, by=by, because="candidate.withdrawn")
        letters.no_longer_available(hire)
    journal.record("candidate.withdrawn", subject=candidate, by=by)
    letters.left(candidate)
    return candidate
