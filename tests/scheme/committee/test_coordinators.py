"""Posts of coordinator: priced apart, one a filing, within the quota of their call until the session is closed."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from lucette.foundation.organizations.enums import Employer
from lucette.foundation.territories.enums import Zone
from lucette.kernel import french
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.agreements.rules import coordination, recruited
from lucette.scheme.applications.models import Application
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.calls.models import Call, GrantScale, Parameter
from lucette.scheme.calls.rules import offered, posts_text
from lucette.scheme.committee import actions, queries, rules
from lucette.scheme.committee.models import AgendaLine, Award, Session
from tests.scheme.committee.factories import ALWAYS, CHAIR, DIRECTOR, CallFactory, SessionFactory, endowment, line
from tests.states import count_rows

pytestmark = pytest.mark.django_db
DAY = dt.date(2021, 3, 1)
ONE = {"post_kind": PostKind.COORDINATOR, "posts_asked": 1}


def test_a_call_offers_what_it_prices_and_no_coordinator_without_a_quota() -> None:
    both = ["coordinator_part", "adviser"]
    assert offered(both, 3) == [PostKind.ADVISER, PostKind.COORDINATOR_PART]
    assert offered(both, 0) == [PostKind.ADVISER] and offered([], 3) == []


def test_the_last_coordinators_wait_and_advisers_do_not() -> None:
    call, adviser = uuid.uuid4(), rules.LineOutcome("19", "Corrèze", "granted", 2, rules.ZERO)
    one = rules.LineOutcome("19", "Corrèze", "granted", 1, rules.ZERO, coordinators_of=call)
    assert rules.coordinators_over([one, adviser, one, one], {call: 2}) == [3]
    assert rules.coordinators_over([one, adviser, one], {}) == [0, 2]
    run = rules.dry_run([one, adviser, one], posts_left=9, cents_left=0, coordinators={call: 1})
    assert [it.label for it in run.exceeded] == ["Coordinateurs"] and "il manque 1 poste" in run.sentence


def test_words_of_a_coordinator() -> None:
    assert posts_text("adviser", 2) == french.plural(2, "poste de conseiller numérique", "postes de conseiller numérique")
    assert recruited("coordinator", 1) == "un coordinateur de conseillers numériques"
    assert coordination("adviser") == [] and "à temps plein" in coordination("coordinator")[0]["text"]
    assert "accompagne aussi" in coordination("coordinator_part")[0]["text"]


@pytest.fixture
def call() -> Call:
    """A call that offers two coordinators at 45,000 €."""
    it: Call = CallFactory(endowment=endowment(10))
    for kind in (PostKind.COORDINATOR, PostKind.COORDINATOR_PART):
        more = {"employer": Employer.PUBLIC, "zone": Zone.METRO, "cents": 4_500_000, "months": 24}
        GrantScale.objects.create(call=it, validity=ALWAYS, source="essai", post_kind=kind, **more)
    Parameter.objects.create(call=it, code="coordinator_posts", value=2, unit="postes", label="quota", validity=ALWAYS, source="essai")
    return it


def signed(call: Call, coordinators: int) -> Session:
    session: Session = SessionFactory(signed=True, endowment=call.endowment)
    for _ in range(coordinators):
        line(session, call, decision="granted", posts=1, **ONE)
    line(session, call, decision="granted", posts=2)
    return session


def test_each_kind_has_its_own_grant(call: Call) -> None:
    assert calls.kinds_offered(call.pk, "public", "metro", DAY) == list(PostKind)
    assert calls.kinds_offered(call.pk, "private", "metro", DAY) == [PostKind.ADVISER]
    session = signed(call, 1)
    actions.close(session_id=session.pk, capacity="directrice générale", by=DIRECTOR)
    priced = Award.objects.order_by("line__position").values_list("posts", "unit_cents", "scale__post_kind")
    assert list(priced) == [(1, 4_500_000, "coordinator"), (2, 5_000_000, "adviser")]


def test_the_quota_binds_over_sessions_and_one_act_moves_the_last_to_the_waiting_list(call: Call) -> None:
    actions.close(session_id=signed(call, 1).pk, capacity="directrice générale", by=DIRECTOR)
    session = signed(call, 2)
    run = queries.dry_run(session.pk)
    assert [(it.label, it.available, it.taken) for it in run.coordinators] == [("Coordinateurs", 1, 2)]
    kept = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        actions.close(session_id=session.pk, capacity="directrice générale", by=DIRECTOR)
    assert refusal.value.code == "committee.quota" and "Coordinateurs" in refusal.value.sentence and count_rows() == kept
    moved = actions.move_to_waiting(session_id=session.pk, by=CHAIR)
    assert [it.position for it in moved] == [2] and not queries.dry_run(session.pk).exceeded


def test_the_quota_is_read_again_under_the_lock_of_closing(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    session, before = signed(call, 2), queries.dry_run
    told = before(session.pk)
    line(SessionFactory(closed=True, endowment=call.endowment), call, decision="granted", posts=1, **ONE)
    actions.close(session_id=signed(call, 1).pk, capacity="directrice générale", by=DIRECTOR)
    monkeypatch.setattr(queries, "dry_run", lambda _: told)
    with pytest.raises(RuleBroken) as refusal:
        actions.close(session_id=session.pk, capacity="directrice générale", by=DIRECTOR)
    assert refusal.value.code == "committee.coordinators"


def test_one_coordinator_a_filing_for_the_committee_and_for_postgresql(call: Call) -> None:
    session = SessionFactory(open=True, endowment=call.endowment)
    asked: AgendaLine = line(session, call, **ONE)
    with pytest.raises(Invalid):
        vote = {"decision": "granted", "posts": 2, "reason": "Deux."}
        actions.decide(session_id=session.pk, application_id=asked.application_id, by=CHAIR, **vote)
    for wrong in ({"posts_asked": 2}, {"posts_granted": 2}, {"post_kind": "chief"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=asked.application_id).update(**wrong)
