"""From the tripartite agreement to the cash: events 1, 2 and 3."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal import queries as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, WrongState
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.enums import ENDOWMENT, MOVE, EndowmentStatus, MoveStatus, Party
from lucette.scheme.fund.models import Endowment, EndowmentSignature, EnvelopeMove
from tests.scheme.fund.factories import ACCOUNTANT, DAY, DELEGATE, DIRECTOR, FUNDER, PREFECT, notified, prepared, signed
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db


def test_the_shipped_endowment_opens_its_books_when_three_persons_have_signed_and_the_dgcl_notifies() -> None:
    shipped = queries.shipped_endowment()
    it = actions.prepare_endowment(
        code=shipped.code, title=shipped.title, authority_cents=shipped.authority_cents, posts=shipped.posts, split=shipped.split, by=FUNDER
    )
    for party, person in ((Party.DGCL, FUNDER), (Party.ANCT, DIRECTOR)):
        assert actions.sign_tripartite(endowment_id=it.pk, party=party, by=person).status == EndowmentStatus.PREPARED
    it = actions.sign_tripartite(endowment_id=it.pk, party=Party.CDC, by=DELEGATE)
    assert (it.status, it.signed_at) == (EndowmentStatus.SIGNED, clock.now())
    it = actions.notify(endowment_id=it.pk, by=FUNDER)
    position = queries.position(it.pk)
    assert (position.available, position.posts.available) == (200_000_000_00, 4_000)
    assert {e.code: e.available_cents for e in position.envelopes} == shipped.split
    assert position.envelopes[0].label == "Subventions"
    assert [entry.act for entry in journal.history(it)] == ["endowment.prepared", *["endowment.signed"] * 3, "endowment.notified"]


def make(status: str) -> Endowment:
    return {"prepared": prepared, "signed": signed, "notified": notified}[status]()


@pytest.mark.parametrize(("status", "act"), edges(ENDOWMENT))
def test_every_edge_of_the_endowment(status: str, act: str) -> None:
    assert_edge(
        ENDOWMENT,
        status,
        act,
        make,
        {
            "sign": lambda it: actions.sign_tripartite(endowment_id=it.pk, party=Party.DGCL, by=FUNDER),
            "notify": lambda it: actions.notify(endowment_id=it.pk, by=FUNDER),
        },
    )


def test_a_split_that_is_not_the_authority_is_refused() -> None:
    before = count_rows()
    for split in ({"grants": 99}, {"grants": 101, "training": -1}, {"pocket": 100}, {}):
        with pytest.raises(Invalid) as refusal:
            actions.prepare_endowment(code="x", title="X", authority_cents=100, posts=1, split=split, by=FUNDER)
        assert set(refusal.value.fields) == {"split"}
    assert count_rows() == before


def test_a_code_serves_once_and_an_endowment_is_not_empty() -> None:
    it = prepared()
    with pytest.raises(Invalid) as refusal:
        actions.prepare_endowment(code=it.code, title="X", authority_cents=0, posts=0, split={}, by=FUNDER)
    assert set(refusal.value.fields) == {"code", "posts", "authority_cents", "split"}


def test_each_party_signs_once_and_one_person_never_for_two() -> None:
    it = prepared()
    actions.sign_tripartite(endowment_id=it.pk, party=Party.DGCL, by=FUNDER)
    with pytest.raises(RuleBroken, match="déjà signé"):
        actions.sign_tripartite(endowment_id=it.pk, party=Party.DGCL, by=Actor(uuid4(), RoleName.FUNDER))
    same_person = Actor(FUNDER.pk, RoleName.AGENCY_DIRECTOR)
    with pytest.raises(RuleBroken, match="trois personnes"):
        actions.sign_tripartite(endowment_id=it.pk, party=Party.ANCT, by=same_person)
    assert EndowmentSignature.objects.filter(endowment=it).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        EndowmentSignature.objects.create(endowment=it, party=Party.ANCT, person=FUNDER.pk, signed_at=clock.now())


def test_only_the_right_roles_act_and_refusals_write_nothing() -> None:
    it, other = signed(), prepared()
    before = count_rows()
    for act in (
        lambda: actions.prepare_endowment(code="x", title="X", authority_cents=1, posts=1, split={"grants": 1}, by=PREFECT),
        lambda: actions.sign_tripartite(endowment_id=other.pk, party=Party.CDC, by=FUNDER),
        lambda: actions.notify(endowment_id=it.pk, by=DELEGATE),
        lambda: actions.receive_tranche(endowment_id=it.pk, cents=1, bank_reference="T", on=DAY, by=DIRECTOR),
        lambda: actions.request_envelope_move(endowment_id=it.pk, source="grants", target="training", cents=1, reason="x", by=PREFECT),
    ):
        with pytest.raises(Forbidden):
            act()
    local = Actor(uuid4(), RoleName.FUNDER, Scope("department", "19"))
    with pytest.raises(NotFound):
        actions.notify(endowment_id=it.pk, by=local)
    assert count_rows() == before


def test_a_tranche_is_cash_and_no_authority() -> None:
    it = notified(grants=100)
    tranche = actions.receive_tranche(endowment_id=it.pk, cents=60, bank_reference="T1", on=dt.date(2021, 2, 20), by=ACCOUNTANT)
    position = queries.position(it.pk)
    assert (position.cash.bank, position.cash.free, position.cash.resources, position.available) == (60, 60, {"endowment": 60}, 100)
    again = actions.receive_tranche(endowment_id=it.pk, cents=60, bank_reference="T1", on=dt.date(2021, 2, 20), by=ACCOUNTANT)
    assert (again.pk, queries.position(it.pk).cash.bank) == (tranche.pk, 60)
    with pytest.raises(RuleBroken) as refusal:
        actions.receive_tranche(endowment_id=it.pk, cents=61, bank_reference="T1", on=dt.date(2021, 2, 20), by=ACCOUNTANT)
    assert refusal.value.code == "ledger.key_reused"


def test_a_tranche_waits_for_the_notification_and_has_an_amount() -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.receive_tranche(endowment_id=signed().pk, cents=60, bank_reference="T1", on=DAY, by=ACCOUNTANT)
    assert refusal.value.code == "fund.not_open"
    with pytest.raises(Invalid):
        actions.receive_tranche(endowment_id=notified().pk, cents=0, bank_reference="T1", on=DAY, by=ACCOUNTANT)


def ask(it: Endowment, cents: int = 30) -> EnvelopeMove:
    return actions.request_envelope_move(
        endowment_id=it.pk,
        source="grants",
        target="training",
        cents=cents,
        reason="Formations",
        by=DIRECTOR,
    )


def test_envelopes_move_with_two_signatures() -> None:
    it = notified(grants=100, training=10)
    move = ask(it)
    assert queries.position(it.pk).envelopes[0].available_cents == 100
    with pytest.raises(RuleBroken, match="une autre personne"):
        actions.confirm_envelope_move(move_id=move.pk, by=Actor(DIRECTOR.pk, RoleName.FUNDER))
    actions.confirm_envelope_move(move_id=move.pk, by=FUNDER)
    grants, training, *_ = queries.position(it.pk).envelopes
    assert (grants.share_cents, grants.allotted_cents, grants.available_cents, training.available_cents) == (100, 70, 70, 40)


def test_a_move_never_exceeds_what_is_available() -> None:
    it = notified(grants=100)
    move = ask(it, cents=101)
    before = count_rows()
    with pytest.raises(RuleBroken, match="Disponible, subventions"):
        actions.confirm_envelope_move(move_id=move.pk, by=FUNDER)
    move.refresh_from_db()
    assert (move.status, count_rows()) == (MoveStatus.REQUESTED, before)


@pytest.mark.parametrize("wrong", [{"target": "grants"}, {"target": "pocket"}, {"cents": 0}, {"reason": " "}])
def test_a_move_says_where_how_much_and_why(wrong: dict[str, object]) -> None:
    good = {"source": "grants", "target": "training", "cents": 1, "reason": "x"}
    with pytest.raises(Invalid):
        actions.request_envelope_move(endowment_id=notified().pk, **(good | wrong), by=DIRECTOR)


@pytest.mark.parametrize(("status", "act"), edges(MOVE))
def test_every_edge_of_a_move(status: str, act: str) -> None:
    def made(wanted: str) -> EnvelopeMove:
        move = ask(notified(grants=100))
        if wanted == MoveStatus.CONFIRMED:
            return actions.confirm_envelope_move(move_id=move.pk, by=FUNDER)
        return actions.withdraw_envelope_move(move_id=move.pk, by=FUNDER) if wanted == MoveStatus.WITHDRAWN else move

    assert_edge(
        MOVE,
        status,
        act,
        made,
        {
            "confirm": lambda it: actions.confirm_envelope_move(move_id=it.pk, by=FUNDER),
            "withdraw": lambda it: actions.withdraw_envelope_move(move_id=it.pk, by=FUNDER),
        },
    )


def test_an_endowment_is_not_notified_before_the_third_signature() -> None:
    with pytest.raises(WrongState, match="préparée"):
        actions.notify(endowment_id=prepared().pk, by=FUNDER)
