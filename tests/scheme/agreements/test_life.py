"""Every state and every act of an agreement in force, of its amendments, of the notices that may end it."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import verify_pdf
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from lucette.scheme.agreements.actions import amendments, ends, notices
from lucette.scheme.agreements.enums import AGREEMENT, AMENDMENT, NOTICE, AmendmentKind, NoticeKind, ReturnReason
from lucette.scheme.agreements.models import Agreement, Amendment, Notice
from lucette.scheme.agreements.rules.amendments import Wanted
from tests.foundation.accounts.factories import actor
from tests.scheme.agreements.factories import DELEGATE, REQUESTER, brought_to, host_of
from tests.scheme.payments import factories as money
from tests.states import assert_edge, edges

pytestmark = pytest.mark.django_db
K = AmendmentKind
PREFECTURE = actor(RoleName.PREFECTURE, "department", "19")
TODAY = money.IN_FORCE


@pytest.fixture(autouse=True)
def keys_apart(settings: django_settings, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path


def noticed(status: str) -> Agreement:
    """In that status, the host having answered a notice."""
    it = brought_to(status)
    notice(it, status="answered", answer="Nous avons régularisé.")
    return it


def notice(it: Agreement, **changes: Any) -> Notice:
    told = {"kind": NoticeKind.BREACH, "duty": "report", "text": "Aucun compte rendu.", "made_by": REQUESTER.pk, "answer_by": TODAY}
    return Notice.objects.create(agreement=it, **told | changes)


LIFE = {
    "suspend": lambda it: ends.suspend(agreement_id=it.pk, reason="compte rendu", by=DELEGATE),
    "resume": lambda it: ends.resume(agreement_id=it.pk, by=DELEGATE),
    "terminate": lambda it: ends.terminate(notice_id=it.notices.get().pk, ended_on=TODAY, content=b"%PDF-", effects={}, by=DELEGATE),
    "settle": lambda it: ends.settle(agreement_id=it.pk, content=b"%PDF-", by=DELEGATE),
    "archive": lambda it: ends.archive(agreement_id=it.pk, by=DELEGATE),
}


@pytest.mark.parametrize(("status", "act"), edges(AGREEMENT, without={"generate", "sign_as_host", "sign_as_caisse", "cancel"}))
def test_every_edge_of_an_agreement_that_was_signed(status: str, act: str) -> None:
    assert_edge(AGREEMENT, status, act, noticed, LIFE)


def amendment(status: str = "requested", kind: K = K.ADD_POSTS) -> Amendment:
    it = money.agreement()
    facts: dict[str, Any] = {"refusal": "non"} if status == "refused" else {}
    if status in ("signed", "applied"):
        facts |= {"document_id": it.document_id, "signed_by": uuid.uuid4(), "signed_on": TODAY}
    one = Amendment.objects.create(
        number=f"AV-{uuid.uuid4().hex[:8]}", agreement=it, kind=kind, effective_on=TODAY, posts=1, asked_by=uuid.uuid4(), explanation="…"
    )
    opinion = {"favourable": True, "opinion": "Favorable.", "opinion_by": PREFECTURE.pk, "opinion_at": clock.now()}
    Amendment.objects.filter(pk=one.pk).update(status=status, **facts, **opinion)
    return Amendment.objects.get(pk=one.pk)


CHANGE = {
    "give_opinion": lambda it: amendments.give_opinion(amendment_id=it.pk, favourable=True, comment="Le besoin est réel.", by=PREFECTURE),
    "accept": lambda it: amendments.accept(amendment_id=it.pk, by=REQUESTER),
    "refuse": lambda it: amendments.refuse(amendment_id=it.pk, reason="crédits épuisés", by=REQUESTER),
    "lapse": lambda it: amendments.lapse(amendment_id=it.pk, why="La convention a pris fin.", by=DELEGATE),
    "sign": lambda it: amendments.sign(amendment_id=it.pk, content=b"%PDF-", by=DELEGATE),
    "apply": lambda it: amendments.apply(amendment_id=it.pk, effects={}, by=DELEGATE),
}


@pytest.mark.parametrize(("status", "act"), edges(AMENDMENT))
def test_every_edge_of_an_amendment(status: str, act: str) -> None:
    assert_edge(AMENDMENT, status, act, amendment, CHANGE)


def notice_in(status: str) -> Notice:
    it = money.agreement()
    one = notice(it, **({"answer": "Voici."} if status == "answered" else {}))
    done = {"decided_by": DELEGATE.pk, "decided_on": TODAY, "document_id": it.document_id} if status == "applied" else {}
    Notice.objects.filter(pk=one.pk).update(status=status, **done)
    return Notice.objects.get(pk=one.pk)


def applied(it: Notice) -> None:
    with clock.at(TODAY + dt.timedelta(days=1)):
        ends.terminate(notice_id=it.pk, ended_on=TODAY, content=b"%PDF-", effects={}, by=DELEGATE)


@pytest.mark.parametrize(("status", "act"), edges(NOTICE))
def test_every_edge_of_a_notice(status: str, act: str) -> None:
    perform = {
        "answer": lambda it: notices.answer(notice_id=it.pk, text="Le voici.", by=host_of(it.agreement)),
        "withdraw": lambda it: notices.withdraw(notice_id=it.pk, decision="régularisé", by=REQUESTER),
        "apply": applied,
    }
    assert_edge(NOTICE, status, act, notice_in, perform)


def returned(it: Agreement, by: Actor | None = None, **changes: Any) -> Amendment:
    told: dict[str, Any] = {"reason": ReturnReason.NEED, "posts": {uuid.uuid4(): "P-1"}}
    return amendments.ask(agreement_id=it.pk, wanted=Wanted(K.RETURN_POSTS, TODAY, **told | changes), by=by or host_of(it))


def test_giving_posts_back_is_a_right_with_a_receipt_dated_and_sealed() -> None:
    agreement = money.agreement()
    it = returned(agreement)
    assert (it.status, it.posts, it.decided_by) == ("accepted", 1, None)
    assert it.receipt and [seal.valid for seal in verify_pdf(documents.content(it.receipt_id))] == [True]
    with pytest.raises(RuleBroken, match="déjà en cours"):
        returned(agreement)
    with pytest.raises(Forbidden):
        returned(agreement, by=actor(RoleName.HOST_SECRETARY, "organization", agreement.organization_id))
    with pytest.raises(NotFound):
        returned(agreement, by=host_of(money.agreement()))


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        (Wanted(K.RETURN_POSTS, TODAY - dt.timedelta(days=1), reason="need", posts={uuid.uuid4(): "P"}), "effective_on"),
        (Wanted(K.RETURN_POSTS, TODAY, reason="caprice", posts={uuid.uuid4(): "P"}), "reason"),
        (Wanted(K.RETURN_POSTS, TODAY, reason="need"), "posts"),
        (Wanted(K.ADD_POSTS, TODAY, "besoin", count=21), "count"),
        (Wanted(K.ADD_POSTS, TODAY, " ", count=1), "explanation"),
        (Wanted(K.EXTEND, TODAY, "retard", ends_on=TODAY), "ends_on"),
        (Wanted(K.CHANGE_ENTITY, TODAY, "fusion"), "siret"),
        (Wanted(K.TRANSFER_POST, TODAY, "transfert", posts={uuid.uuid4(): "P"}), "to_agreement"),
    ],
)
def test_what_cannot_be_asked_is_told_beside_its_field(wanted: Wanted, named: str) -> None:
    agreement = money.agreement()
    with pytest.raises(Invalid) as refusal:
        amendments.ask(agreement_id=agreement.pk, wanted=wanted, by=host_of(agreement))
    assert named in refusal.value.fields


def test_posts_do_not_change_before_the_prefecture_has_answered_nor_by_one_hand() -> None:
    agreement = money.agreement()
    it = amendments.ask(
        agreement_id=agreement.pk, wanted=Wanted(K.ADD_POSTS, TODAY, "Deux communes de plus.", count=1), by=host_of(agreement)
    )
    with pytest.raises(RuleBroken, match="avis de la préfecture"):
        amendments.accept(amendment_id=it.pk, by=REQUESTER)
    with pytest.raises(Invalid):
        amendments.give_opinion(amendment_id=it.pk, favourable=True, comment="Oui.", by=PREFECTURE)
    with pytest.raises(NotFound):
        amendments.give_opinion(amendment_id=it.pk, favourable=True, comment="…" * 20, by=actor(RoleName.PREFECTURE, "department", "75"))
    with pytest.raises(Forbidden):
        amendments.sign(amendment_id=it.pk, content=b"%PDF-", by=REQUESTER)


def test_a_host_is_heard_before_anything_is_decided_and_by_another_person() -> None:
    agreement = money.agreement()
    with pytest.raises(RuleBroken, match="en demeure"):
        ends.suspend(agreement_id=agreement.pk, reason="…", by=DELEGATE)
    it = notices.serve(agreement_id=agreement.pk, duty="report", text="Aucun compte rendu depuis un an.", by=DELEGATE)
    assert it.answer_by == TODAY + dt.timedelta(days=30)
    with pytest.raises(RuleBroken, match="attendez cette date"):
        ends.suspend(agreement_id=agreement.pk, reason="…", by=DELEGATE)
    with clock.at(it.answer_by + dt.timedelta(days=1)):
        with pytest.raises(RuleBroken, match="délai"):
            notices.answer(notice_id=it.pk, text="Trop tard.", by=host_of(agreement))
        with pytest.raises(Forbidden, match="autre personne"):
            ends.terminate(notice_id=it.pk, ended_on=TODAY, content=b"%PDF-", effects={}, by=DELEGATE)
        assert ends.suspend(agreement_id=agreement.pk, reason="sans réponse", by=DELEGATE).status == "suspended"


def test_a_proposal_ends_nothing_without_the_agreement_of_the_host() -> None:
    agreement, other = money.agreement(), actor(RoleName.CAISSE_DELEGATE)
    it = notices.propose_end(agreement_id=agreement.pk, effective_on=TODAY, text="Faute de candidat.", by=DELEGATE)
    with pytest.raises(Invalid):
        notices.answer(notice_id=it.pk, text="Peut-être.", by=host_of(agreement))
    for agrees in (False, True):
        notices.answer(notice_id=it.pk, text="Notre réponse.", agrees=agrees, by=host_of(agreement))
        if not agrees:
            with pytest.raises(RuleBroken, match="accord"):
                ends.terminate(notice_id=it.pk, ended_on=TODAY, content=b"%PDF-", effects={}, by=other)
    assert ends.terminate(notice_id=it.pk, ended_on=TODAY, content=b"%PDF-", effects={}, by=other).status == "terminated"
