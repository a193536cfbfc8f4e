"""A call is prepared from its file, published with its PDF, opened, and closed for good."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import queries as documents
from lucette.foundation.journal import queries as journal
from lucette.foundation.territories.enums import Zone
from lucette.foundation.territories.models import Zoning
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, WrongState
from lucette.scheme.calls import actions, policies, queries
from lucette.scheme.calls.adapters import shipped, shipped_codes
from lucette.scheme.calls.enums import CALL, CallStatus
from lucette.scheme.calls.models import Call
from tests.foundation.organizations.factories import territory
from tests.scheme.calls.factories import CallFactory
from tests.scheme.fund.factories import prepared
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
DIRECTOR = Actor(uuid4(), RoleName.AGENCY_DIRECTOR, Scope(), "Directrice")
INSTRUCTOR = Actor(uuid4(), RoleName.INSTRUCTOR, Scope(), "Instructeur")
HOST = Actor(uuid4(), RoleName.HOST_REPRESENTATIVE, Scope("organization", str(uuid4())), "Maire")

PERFORM: dict[str, Callable[[Call, Actor], Call]] = {
    "publish": lambda it, by: actions.publish(call_id=it.pk, by=by),
    "open": lambda it, by: actions.open(call_id=it.pk, by=by),
    "pause": lambda it, by: actions.pause(call_id=it.pk, reason="Travaux sur la plateforme.", by=by),
    "resume": lambda it, by: actions.resume(call_id=it.pk, by=by),
    "close": lambda it, by: actions.close(call_id=it.pk, reason="Postes pourvus.", by=by),
}


@pytest.mark.parametrize(("status", "act"), edges(CALL))
def test_every_status_with_every_act(status: str, act: str) -> None:
    by_director = {name: lambda it, perform=perform: perform(it, DIRECTOR) for name, perform in PERFORM.items()}
    assert_edge(CALL, status, act, make=lambda s: CallFactory(**{s: True}), perform=by_director)


@pytest.mark.parametrize("person", [HOST, INSTRUCTOR], ids=["host", "instructor"])
@pytest.mark.parametrize("act", PERFORM)
def test_only_the_direction_of_the_agency_decides_and_nothing_else_is_written(act: str, person: Actor) -> None:
    call = CallFactory(**{CALL.by_act[act].sources[0]: True})
    before = count_rows()
    with pytest.raises(Forbidden):
        PERFORM[act](call, person)
    assert count_rows() == before


@pytest.mark.parametrize("act", PERFORM)
def test_every_act_is_journaled(act: str) -> None:
    call = PERFORM[act](CallFactory(**{CALL.by_act[act].sources[0]: True}), DIRECTOR)
    (entry,) = journal.history(call)
    assert (entry.actor_id, entry.facts) == (DIRECTOR.pk, {"code": call.code})


@pytest.mark.parametrize(("code", "cents", "months"), [("ami_1", 5_000_000, 24), ("ami_2", 3_200_000, 18)])
def test_the_shipped_calls_put_their_rules_in_force(code: str, cents: int, months: int) -> None:
    call = actions.prepare_call(code=code, endowment_id=prepared().pk, by=INSTRUCTOR)
    on = call.opens_on
    scale = queries.scale_for(call.pk, call.employer, Zone.METRO, on)
    assert (scale.cents, scale.months) == (cents, months)
    assert [(r.share, r.months_after) for r in queries.instalment_rules(call.pk, on)] == [(200, 0), (300, 6), (500, 12)]
    assert queries.parameter(call.pk, "months_to_recruit", on) == 3
    assert queries.parameter(call.pk, "post_ceiling", on) == 500
    assert all(r.source for r in queries.instalment_rules(call.pk, on))
    assert journal.history(call)[0].act == "call.prepared"
    with pytest.raises(RuleBroken, match="barème"):
        queries.scale_for(call.pk, call.employer, Zone.METRO, dt.date(2020, 11, 16))
    with pytest.raises(RuleBroken, match="paramètre"):
        queries.parameter(call.pk, "inconnu", on)


def test_overseas_public_hosts_have_their_own_grants() -> None:
    call = CallFactory()
    cents = {z: queries.scale_for(call.pk, "public", z, clock.today()).cents for z in Zone}
    assert cents == {
        Zone.METRO: 5_000_000,
        Zone.GUADELOUPE: 7_000_000,
        Zone.MARTINIQUE: 7_000_000,
        Zone.GUYANE: 7_000_000,
        Zone.REUNION: 6_750_000,
        Zone.MAYOTTE: 6_750_000,
        Zone.OTHER_OVERSEAS: 5_000_000,
    }


SECOND = {
    ("renouvellement_1", False): [1_750_000, 1_250_000, 1_250_000],
    ("renouvellement_1", True): [2_000_000, 1_750_000, 1_250_000],
    ("renouvellement_2", False): [2_000_000, 1_400_000, 1_000_000],
}


@pytest.mark.parametrize(("code", "bonus"), SECOND)
def test_a_renewal_is_paid_by_the_sums_of_its_scale(code: str, bonus: bool) -> None:
    """domain.md §5, wave 2: 42 500 € and 44 000 € over 36 months, 7 500 € more in bonus territories for public hosts."""
    call = actions.prepare_call(code=code, endowment_id=prepared().pk, by=INSTRUCTOR)
    tulle = territory("19272", "Tulle", "19", "75", "211927207")
    Zoning.objects.create(commune=tulle, kind="zrr", value="C" if bonus else "NC", source="essai")
    scale = queries.scale_for(call.pk, call.employer, Zone.METRO, call.opens_on, tulle)
    assert ([it.cents for it in scale.instalments.all()], scale.months) == (SECOND[code, bonus], 36)
    assert [it.months_after for it in scale.instalments.all()] == [0, 12, 24]
    assert queries.instalment_rules(call.pk, call.opens_on) == []
    assert not queries.scale_for(call.pk, call.employer, Zone.METRO, call.opens_on).bonus


def test_a_renewal_takes_no_new_post() -> None:
    call = CallFactory(open=True, renewal=True, rules="renouvellement_1")
    assert queries.open_calls(clock.today()) == []
    assert queries.renewal_calls(clock.today()) == [call]
    assert not queries.public_call(call.code, HOST).takes_applications
    assert actions.close_intake(endowment_id=call.endowment_id, reason="4 000 conseillers recrutés.", by=SYSTEM) == []


def test_the_sums_of_a_scale_make_it_whatever_writes_them() -> None:
    call = CallFactory(open=True, rules="renouvellement_1")
    row = queries.scale_for(call.pk, "public", Zone.METRO, clock.today())
    for change in (
        lambda: row.instalments.filter(number=1).update(cents=1),
        lambda: row.instalments.filter(number=3).delete(),
        lambda: type(row).objects.filter(pk=row.pk).update(cents=1),
    ):
        with pytest.raises(IntegrityError, match="sums_make_the_scale"), transaction.atomic():
            change()
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    from_on = clock.today() + dt.timedelta(days=1)
    more = actions.amend_scale(
        call_id=call.pk, zone="metro", bonus=True, cents=4_000_001, months=36, from_on=from_on, source="essai", by=DIRECTOR
    )
    assert [it.cents for it in more.instalments.all()] == [1_600_000, 1_400_000, 1_000_001]


def test_the_most_precise_category_answers() -> None:
    call = CallFactory()
    commune, epic = queries.eligible_category(call.pk, "7210"), queries.eligible_category(call.pk, "4140")
    assert commune and commune.to_check == "" and "L. 5111-1" in commune.source
    assert epic and epic.category == "41" and epic.identified_only
    assert queries.eligible_category(call.pk, "7172") is None
    assert queries.eligible_category(call.pk, "") is None


def test_a_call_is_prepared_once_and_only_from_a_shipped_file() -> None:
    endowment = prepared()
    actions.prepare_call(code="ami_1", endowment_id=endowment.pk, by=DIRECTOR)
    with pytest.raises(RuleBroken, match="déjà préparé"):
        actions.prepare_call(code="ami_1", endowment_id=endowment.pk, by=DIRECTOR)
    with pytest.raises(NotFound):
        actions.prepare_call(code="../ami_1", endowment_id=endowment.pk, by=DIRECTOR)
    with pytest.raises(NotFound):
        actions.prepare_call(code="ami_2", endowment_id=uuid4(), by=DIRECTOR)
    with pytest.raises(Forbidden):
        actions.prepare_call(code="ami_2", endowment_id=endowment.pk, by=HOST)


def test_a_new_edition_of_a_call_has_its_own_code_title_and_opening() -> None:
    endowment = prepared()
    first = actions.prepare_call(code="ami_1", endowment_id=endowment.pk, by=DIRECTOR)
    again = actions.prepare_call(code="ami_1", endowment_id=endowment.pk, by=DIRECTOR, edition="2022", opens_on=dt.date(2022, 1, 24))
    assert (again.code, again.title) == ("ami_1_2022", f"{first.title} (édition 2022)")
    assert (again.opens_on, again.closes_on) == (dt.date(2022, 1, 24), None)
    with pytest.raises(RuleBroken):
        actions.prepare_call(code="ami_1", endowment_id=endowment.pk, by=DIRECTOR, edition="2022")


def test_a_published_call_has_a_public_pdf_and_a_public_description() -> None:
    call = actions.prepare_call(code="ami_1", endowment_id=prepared().pk, by=DIRECTOR)
    with pytest.raises(NotFound):
        queries.public_call("ami_1", HOST)
    actions.publish(call_id=call.pk, by=DIRECTOR)
    shown = queries.public_call("ami_1", HOST)
    assert shown.pdf and documents.content(shown.pdf).startswith(b"%PDF")
    assert documents.document(shown.pdf, by=HOST).public
    assert [it.title for it in shown.text.sections][1] == "Qui peut candidater"
    assert "L. 5111-1" in shown.text.sections[1].text and shown.text.summary.startswith("Treize millions")
    assert (len(shown.scale), shown.instalments[0].share, shown.takes_applications) == (9, "20\u00a0%", False)
    assert queries.open_calls(clock.today()) == []
    actions.open(call_id=call.pk, by=SYSTEM)
    assert queries.open_calls(clock.today()) == [call]
    assert queries.public_call("ami_1", HOST).takes_applications


def test_a_call_does_not_open_before_its_date() -> None:
    call = CallFactory(published=True, opens_on=dt.date(2021, 5, 1))
    with pytest.raises(RuleBroken, match="1ᵉʳ mai 2021"):
        actions.open(call_id=call.pk, by=DIRECTOR)
    with clock.at(dt.date(2021, 5, 1)):
        assert actions.open(call_id=call.pk, by=DIRECTOR).status == CallStatus.OPEN


def test_a_reason_is_asked_to_close() -> None:
    call = CallFactory(open=True)
    for reason in ("  ", "x" * 201):
        with pytest.raises(Invalid) as refusal:
            actions.close(call_id=call.pk, reason=reason, by=DIRECTOR)
        assert "reason" in refusal.value.fields


def test_closing_the_intake_closes_every_call_of_the_endowment_once() -> None:
    endowment = prepared()
    mine = [CallFactory(endowment=endowment, **{s: True}) for s in ("published", "open", "paused")]
    draft, other = CallFactory(endowment=endowment), CallFactory(open=True)
    closed = actions.close_intake(endowment_id=endowment.pk, reason="4 000 conseillers recrutés.", by=SYSTEM)
    assert {it.pk for it in closed} == {it.pk for it in mine}
    assert actions.close_intake(endowment_id=endowment.pk, reason="4 000 conseillers recrutés.", by=SYSTEM) == []
    for it in (draft, other):
        it.refresh_from_db()
    assert (draft.status, other.status) == (CallStatus.DRAFT, CallStatus.OPEN)
    for it in mine:
        for reopen in (actions.open, actions.resume):
            with pytest.raises(WrongState):
                reopen(call_id=it.pk, by=DIRECTOR)
        it.refresh_from_db()
        with pytest.raises(RuleBroken, match="clos"):
            policies.check_takes_applications(it, clock.today())
    with pytest.raises(Forbidden):
        actions.close_intake(endowment_id=endowment.pk, reason="x", by=HOST)


@pytest.mark.parametrize(("status", "word"), [("paused", "suspendu"), ("published", "pas encore ouvert"), ("closed", "clos")])
def test_a_call_says_why_it_takes_nothing(status: str, word: str) -> None:
    with pytest.raises(RuleBroken, match=word):
        policies.check_takes_applications(CallFactory(**{status: True}), clock.today())


def test_an_open_call_takes_nothing_outside_its_window() -> None:
    call = CallFactory(open=True, closes_on=dt.date(2021, 3, 1))
    policies.check_takes_applications(call, dt.date(2021, 3, 1))
    with pytest.raises(RuleBroken, match="clos"):
        policies.check_takes_applications(call, dt.date(2021, 3, 2))
    with pytest.raises(RuleBroken, match="17 novembre 2020"):
        policies.check_takes_applications(call, dt.date(2020, 11, 16))


def test_two_lines_of_a_scale_never_hold_on_the_same_day() -> None:
    call = CallFactory()
    row = queries.scale_for(call.pk, "public", Zone.METRO, clock.today())
    row.pk = uuid4()
    row._state.adding = True
    with pytest.raises(IntegrityError):
        row.save()


def test_the_legal_categories_of_the_calls_are_those_of_insee_and_those_of_article_l5111_1_are_all_there(field_data: Path) -> None:
    """CGCT, art. L. 5111-1: local authorities and their groupings; then the bodies that the text of the call adds."""
    with (field_data / "categories_juridiques_insee.csv").open(encoding="utf-8") as file:
        insee = {row["code"]: row["libelle"] for row in csv.DictReader(file)}
    for code in shipped_codes():
        named = [category for family in shipped(code)["families"] for category in family["categories"]]
        assert len(named) == len(set(named))
        assert [it for it in named if not any(known.startswith(it) for known in insee)] == [], code
    public = {category for family in shipped("ami_1")["families"] for category in family["categories"]}
    article = {"7210", "7220", "7225", "7229", "7230", "7343", "7344", "7345", "7346", "7348", "7349", "7353", "7354", "7355"}
    assert article - public == set()
    state = {code for code, label in insee.items() if "Service déconcentré" in label}
    assert state and not any(code.startswith(it) for code in state for it in public), "the State's own services may not answer"
