"""From the tripartite agreement to the open books: prepare, sign three times, notify (1)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.ledger import actions as ledger
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.fund import policies, rules
from lucette.scheme.fund.enums import EndowmentStatus, EnvelopeCode, EventKind, Party
from lucette.scheme.fund.models import Endowment, EndowmentSignature, Envelope
from lucette.scheme.fund.queries.shipped import shipped_chart


@transaction.atomic
def prepare_endowment(*, code: str, title: str, authority_cents: int, posts: int, split: Mapping[str, int], by: Actor) -> Endowment:
    """Prepare an endowment. `split`: envelope code (enums.EnvelopeCode) → cents; its sum is the authority.

    Raises Forbidden, Invalid (amounts, split, code already used).
    """
    policies.check_can_prepare(by)
    _check_amounts(code, authority_cents, posts, split)
    endowment = Endowment.objects.create(
        code=code,
        title=title,
        authority_cents=authority_cents,
        posts=posts,
        status_since=clock.now(),
        status_by=by.pk,
    )
    Envelope.objects.bulk_create(
        Envelope(endowment=endowment, code=envelope, label=envelope.label, share_cents=split.get(envelope, 0), rank=rank)
        for rank, envelope in enumerate(EnvelopeCode, start=1)
    )
    journal.record("endowment.prepared", subject=endowment, by=by, authority_cents=authority_cents, posts=posts, split=dict(split))
    return endowment


def _check_amounts(code: str, authority_cents: int, posts: int, split: Mapping[str, int]) -> None:
    fields = {}
    if authority_cents <= 0:
        fields["authority_cents"] = "L’autorisation doit être supérieure à zéro."
    if posts <= 0:
        fields["posts"] = "Le nombre de postes doit être supérieur à zéro."
    if not set(split) <= set(EnvelopeCode.values) or min(split.values(), default=-1) < 0 or sum(split.values()) != authority_cents:
        fields["split"] = "La répartition entre enveloppes doit être égale à l’autorisation."
    if Endowment.objects.filter(code=code).exists():
        fields["code"] = "Ce code est déjà celui d’une autre dotation."
    if fields:
        raise Invalid("fund.endowment_invalid", "Cette dotation ne peut pas être enregistrée ainsi.", fields)


@transaction.atomic
def sign_tripartite(*, endowment_id: UUID, party: str, by: Actor) -> Endowment:
    """Sign for one party (enums.Party); the third signature makes the endowment SIGNED. Raises Forbidden, WrongState, RuleBroken."""
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    policies.check_can_sign(by, party)
    endowment.check_act("sign")
    signed = list(endowment.signatures.all())
    if any(signature.party == party for signature in signed):
        raise RuleBroken("fund.party_signed", "Cette partie a déjà signé.")
    if any(signature.person == by.pk for signature in signed):
        raise RuleBroken("fund.person_signed", "Vous avez déjà signé pour une autre partie : il faut trois personnes différentes.")
    now = clock.now()
    EndowmentSignature.objects.create(endowment=endowment, party=party, person=by.pk, signed_at=now)
    if len(signed) + 1 == len(Party):
        endowment.move_to(EndowmentStatus.SIGNED, act="sign", on=now, by=by, signed_at=now)
    journal.record("endowment.signed", subject=endowment, by=by, party=party)
    return endowment


@transaction.atomic
def notify(*, endowment_id: UUID, by: Actor) -> Endowment:
    """Notify the authority and the posts (1): the books open. Raises Forbidden, WrongState."""
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    policies.check_can_notify(by)
    now = clock.now()
    endowment.move_to(EndowmentStatus.NOTIFIED, act="notify", on=now, by=by, notified_at=now)
    books, chart = endowment.books, shipped_chart()
    for code, unit, headings in ((books.budget, "cents", "budget"), (books.posts, "posts", "posts"), (books.cash, "cents", "cash")):
        ledger.open_book(code, unit, chart[headings])
    shares = {envelope.code: envelope.share_cents for envelope in endowment.envelopes.all()}
    ledger.record(
        f"endowment:{endowment.pk}:notified",
        EventKind.AUTHORITY_NOTIFIED,
        rules.authority(books, shares, endowment.posts),
        business_date=clock.today(),
        by=by,
        subject=f"endowment/{endowment.pk}",
    )
    journal.record("endowment.notified", subject=endowment, by=by, authority_cents=endowment.authority_cents, posts=endowment.posts)
    return endowment
