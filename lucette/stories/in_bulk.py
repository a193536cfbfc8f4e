"""The acts that may be done on many objects at once: few of them while one waits, more by the worker, each line in its own name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.bulk import actions, queries
from lucette.foundation.bulk.models import BulkAct
from lucette.kernel.acting import acting
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreement_queries
from lucette.scheme.applications import queries as applications
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries as sittings
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments import queries as payment_queries
from lucette.scheme.reviews import actions as reviews
from lucette.stories.sign_agreement import sign_agreement

UNKNOWN = "Ligne introuvable"


@dataclass(frozen=True, slots=True)
class Sort:
    """`play`: the act on one object; `names`: the objects by id; `at_once`: how many are done while one waits, fewer when each makes a
    document, and fewer still when it is signed and dated elsewhere, the rows of the others being held."""

    label: str
    play: Callable[..., Any]
    names: Callable[[Sequence[UUID], Actor], Mapping[UUID, str]]
    at_once: int = 100


def seen(application_id: UUID, by: Actor) -> UUID:
    """Who declared a conflict on a file does nothing with it. Raises NotFound."""
    if sittings.standing(application_id, by).conflict:
        raise NotFound
    return application_id


SORTS: Mapping[str, Sort] = {
    "request_payment": Sort("Demander des versements", lambda pk, by: payments.request(instalment_id=pk, by=by), payment_queries.numbers),
    "certify": Sort("Certifier des ordres de paiement", lambda pk, by: payments.certify(order_id=pk, by=by), payment_queries.numbers),
    "order": Sort("Ordonnancer des paiements", lambda pk, by: payments.order(order_id=pk, by=by), payment_queries.numbers),
    "take_in_charge": Sort(
        "Prendre en charge des ordres de paiement", lambda pk, by: payments.take_in_charge(order_id=pk, by=by), payment_queries.numbers
    ),
    "take": Sort(
        "Prendre des candidatures en instruction", lambda pk, by: reviews.take(application_id=seen(pk, by), by=by), applications.numbers
    ),
    "put_on_agenda": Sort(
        "Inscrire des candidatures à l’ordre du jour",
        lambda pk, by, session: committee.add_to_agenda(session_id=UUID(session), application_id=seen(pk, by), by=by),
        applications.numbers,
    ),
    "generate": Sort("Éditer des conventions", lambda pk, by: agreements.generate(agreement_id=pk, by=by), agreement_queries.numbers, 20),
    "sign": Sort("Signer des conventions", lambda pk, by: sign_agreement(agreement_id=pk, by=by), agreement_queries.numbers, 5),
}


def ask(*, code: str, ids: Sequence[UUID], back: str, by: Actor, **params: str) -> BulkAct:
    """Do the act on each: at once when they are few; else the worker does. Raises RuleBroken (nothing chosen, too many)."""
    names, later = SORTS[code].names(ids, by), len(ids) > SORTS[code].at_once
    subjects = [(pk, names.get(pk, UNKNOWN)) for pk in ids]
    it = actions.ask(code=code, subjects=subjects, params=params, back=back, in_background=later, by=by)
    if not later:
        while step(it, by):
            pass
    return it


def step(it: BulkAct, by: Actor) -> bool:
    """One line; after the last, the end. Is there more to do?"""
    sort = SORTS[it.code]
    if actions.answer_next(bulk_id=it.pk, play=partial(sort.play, **it.params), by=by):
        return True
    actions.end(bulk_id=it.pk, label=sort.label)
    return False


def go_on() -> int:
    """The worker's turn: every line left, each in its own transaction, in the name of who asked. Returns how many acts it took up."""
    left = queries.unfinished()
    for it in left:
        by, more = accounts.acting_again(it.person_id, it.role, it.scope), True
        while more:
            with acting(by):
                more = step(it, by)
    return len(left)


def label_of(it: BulkAct) -> str:
    return SORTS[it.code].label
