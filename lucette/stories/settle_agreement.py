"""An agreement is over and nothing is owed any more, either way: it is settled, with its closing statement."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreement_queries
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund import queries as fund_queries
from lucette.scheme.payments import queries as payments
from lucette.scheme.posts import actions as posts
from lucette.scheme.posts import queries as post_queries
from lucette.stories.end_posts import live_posts


def obstacles(agreement_id: UUID, by: Actor) -> list[str]:
    """What still holds the settlement, in French; empty when nothing does. Raises NotFound."""
    it, left = agreement_queries.renewable(agreement_id, by), payments.left_open(agreement_id)
    found = []
    if it.status == AgreementStatus.IN_FORCE and it.ends_on and it.ends_on >= clock.today():
        found.append(f"La convention court jusqu’au {french.date(it.ends_on)}.")
    if held := post_queries.held(live_posts(it.pk)):
        found.append(f"La fin du contrat n’est pas enregistrée : {french.word(len(held), 'poste', 'postes')} {', '.join(held)}.")
    if it.examined:
        found.append(f"Son renouvellement est demandé, candidature {it.asked} : il se conclut d’abord.")
    if left.lines:
        found.append(f"{french.plural(left.lines, 'échéance n’est', 'échéances ne sont')} ni payées ni annulées.")
    if left.recoveries:
        found.append(f"{french.plural(left.recoveries, 'reversement est', 'reversements sont')} encore ouverts.")
    return found


def statement(it: Agreement) -> list[tuple[str, str]]:
    """The closing statement: what was granted, paid, given back."""
    position = fund_queries.agreement_position(it.pk)
    paid, recovered = position.sum("paid"), position.sum("recovered")
    return [
        ("Subvention signée", str(Money(it.amount_cents))),
        ("Versé, net de ce qui a été rendu", str(Money(paid))),
        ("Rendu par la structure", str(Money(recovered))),
        ("Non versé, revenu à la dotation", str(Money(it.amount_cents - paid - recovered))),
    ]


def settle_agreement(*, agreement_id: UUID, by: Actor) -> Agreement:
    """Settle, and end at its term what is left of its posts (16, the posts alone): all or nothing.

    Raises NotFound, Forbidden, WrongState, RuleBroken (what still holds it).
    """
    rows = statement(agreement_queries.agreement(agreement_id, by))
    content = agreements.ends.statement_paper(agreement_id=agreement_id, rows=rows, by=by)
    with transaction.atomic():
        if found := obstacles(agreement_id, by):
            raise RuleBroken("agreement.not_settled", " ".join(found))
        agreement = agreements.ends.settle(agreement_id=agreement_id, content=content, by=by)
        if about := live_posts(agreement_id):
            up = posts.end(agreement_id=agreement_id, post_ids=about, ended_on=agreement.ends_on or clock.today(), by=by)
            key = f"term:{agreement_id}:1"
            fund.end_posts(endowment_id=agreement.endowment_id, agreement_id=agreement_id, posts=up, key=key, by=by)
    return agreement
