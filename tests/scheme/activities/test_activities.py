"""Activities: counted, dated within the contract, corrected with their history, never with a name."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from django.db import connection

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal import queries as journal
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from lucette.scheme.activities import actions, queries
from lucette.scheme.activities.actions import Draft
from lucette.scheme.activities.enums import ACTIVITY, AgeBand, Occupation, Theme
from lucette.scheme.activities.models import Activity, Workshop
from lucette.scheme.activities.rules import Contract, problems
from tests.foundation.accounts.factories import actor
from tests.scheme.activities.factories import STARTS, ActivityFactory, adviser, hired, host
from tests.scheme.places.factories import PlaceFactory
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
DAY = dt.date(2021, 2, 26)
WORKSHOP = {
    "kind": "collectif",
    "channel": "autre",
    "held_on": DAY,
    "minutes": 90,
    "themes": ["internet", "courriel"],
    "ages": {"plus60Ans": 3, "de35a60Ans": 1},
    "occupations": {"retraite": 3},
    "place_id": None,
}


def test_an_adviser_records_a_workshop_and_who_came_is_a_distribution() -> None:
    hire = hired()
    it = actions.record(hire_id=hire.pk, by=adviser(hire), **WORKSHOP)
    assert (it.participants, it.ages, it.organization_id) == (4, WORKSHOP["ages"], hire.organization_id)
    entry = journal.history(it)[0]
    assert (entry.act, entry.facts) == ("activity.recorded", {"kind": "collectif", "held_on": "2021-02-26", "participants": 4})


def make(status: str) -> Activity:
    return ActivityFactory(status=status)


@pytest.mark.parametrize(("status", "act"), edges(ACTIVITY))
def test_every_edge_of_an_activity(status: str, act: str) -> None:
    assert_edge(
        ACTIVITY,
        status,
        act,
        make,
        {
            "correct": lambda it: actions.correct(activity_id=it.pk, minutes=45, by=adviser(it.hire)),
            "remove": lambda it: actions.remove(activity_id=it.pk, reason="duplicate", by=adviser(it.hire)),
        },
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": dt.date(2021, 3, 2)}, "held_on"),
        ({"held_on": STARTS - dt.timedelta(days=1)}, "held_on"),
        ({"themes": []}, "themes"),
        ({"themes": ["internet", "internet"]}, "themes"),
        ({"themes": ["santé de Mme Dupont"]}, "themes"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"participants": 101}, "participants"),
        ({"participants": 3}, "ages"),
        ({"ages": {"inconnu": 1}}, "ages"),
        ({"ages": {"plus60Ans": -1}}, "ages"),
        ({"occupations": {"retraite": True}}, "occupations"),
        ({"occupations": {"retraite": 4}, "participants": 3, "ages": {}}, "occupations"),
        ({"kind": "individuel"}, "participants"),
        ({"kind": "fête"}, "kind"),
        ({"channel": "rattachement"}, "place_id"),
        ({"recurring": 5}, "recurring"),
    ],
)
def test_what_cannot_be_an_activity_is_refused_by_field_and_nothing_is_written(changes: dict, field: str) -> None:
    hire = hired()
    before = count_rows()
    with pytest.raises(Invalid) as refusal:
        actions.record(hire_id=hire.pk, by=adviser(hire), **WORKSHOP | changes)
    assert field in refusal.value.fields
    assert count_rows() == before


def test_only_the_adviser_in_post_records_for_herself() -> None:
    hire, other, ended = hired(), hired(), hired(status="ended", ended_on=DAY)
    before = count_rows()
    for by in (SYSTEM, host(hire.organization), actor(RoleName.CERTIFIER), actor("")):
        with pytest.raises(Forbidden):
            actions.record(hire_id=hire.pk, by=by, **WORKSHOP)
    with pytest.raises(NotFound):
        actions.record(hire_id=hire.pk, by=adviser(other), **WORKSHOP)
    with pytest.raises(RuleBroken) as refusal:
        actions.record(hire_id=ended.pk, by=adviser(ended), **WORKSHOP)
    assert refusal.value.code == "activity.not_in_post"
    with pytest.raises(RuleBroken):
        actions.record(hire_id=hire.pk, by=adviser(hire), **WORKSHOP | {"place_id": PlaceFactory().pk})
    with pytest.raises(RuleBroken):
        closed = PlaceFactory(organization=hire.organization, closed=True)
        actions.record(hire_id=hire.pk, by=adviser(hire), **WORKSHOP | {"place_id": closed.pk})
    assert {name: count for name, count in count_rows().items() if name.startswith(("activities", "journal"))} == {
        name: count for name, count in before.items() if name.startswith(("activities", "journal"))
    }


def test_a_correction_keeps_what_was_said_before() -> None:
    it = ActivityFactory()
    by = adviser(it.hire)
    it = actions.correct(activity_id=it.pk, minutes=45, ages={"plus60Ans": 4}, by=by)
    assert (it.minutes, it.ages) == (45, {"plus60Ans": 4})
    entry = journal.history(it)[-1]
    assert entry.facts == {"before": {"ages": {}, "minutes": 60}, "after": {"ages": {"plus60Ans": 4}, "minutes": 45}}
    entries = len(journal.history(it))
    actions.correct(activity_id=it.pk, minutes=45, by=by)
    assert len(journal.history(it)) == entries, "nothing changed: nothing to remember"
    with pytest.raises(Invalid):
        actions.correct(activity_id=it.pk, hire_id=hired().pk, by=by)
    with pytest.raises(Invalid):
        actions.correct(activity_id=it.pk, participants=2, by=by)
    with pytest.raises(NotFound):
        actions.correct(activity_id=it.pk, minutes=30, by=adviser(hired()))
    with pytest.raises(Forbidden):
        actions.correct(activity_id=it.pk, minutes=30, by=host(it.organization))


def test_a_removal_has_a_reason_from_the_list_and_the_row_stays() -> None:
    it = ActivityFactory()
    with pytest.raises(Invalid):
        actions.remove(activity_id=it.pk, reason="Mme Dupont n’est pas venue", by=adviser(it.hire))
    actions.remove(activity_id=it.pk, reason="not_held", by=adviser(it.hire))
    assert Activity.objects.filter(pk=it.pk, removal_reason="not_held").exists()
    assert queries.activities(adviser(it.hire)) == []


def test_many_are_recorded_at_once_all_or_none_with_one_entry() -> None:
    hires = [hired(), hired()]
    draft = Draft(hires[0].pk, None, "ponctuel", "distance", DAY, 15, ["smartphone"])
    drafts = [draft, Draft(hires[1].pk, None, **{k: v for k, v in WORKSHOP.items() if k != "place_id"})] * 50
    importer = actor(RoleName.IMPORTER)
    assert actions.record_many(records=drafts, by=importer) == 100
    assert Activity.objects.count() == 100
    entry = journal.recent(1)[0]
    assert (entry.act, entry.facts) == ("activity.many_recorded", {"count": 100, "hires": 2, "participants": 250})
    before = count_rows()
    with pytest.raises(Invalid):
        actions.record_many(records=[draft, Draft(hires[0].pk, None, "ponctuel", "distance", DAY, 0, ["smartphone"])], by=importer)
    with pytest.raises(NotFound):
        actions.record_many(records=[Draft(hires[1].pk, None, "ponctuel", "distance", DAY, 5, ["budget"])], by=adviser(hires[0]))
    with pytest.raises(Forbidden):
        actions.record_many(records=[], by=host(hires[0].organization))
    assert count_rows() == before


def test_two_thousand_drafts_are_accepted_exactly_when_their_counts_hold() -> None:
    """Property: refused if and only if a distribution counts more than the participants, or these are out of bounds."""
    chance, contract = random.Random(2021), Contract(STARTS, None)
    for _ in range(2000):
        ages = {band: chance.randint(0, 25) for band in chance.sample(AgeBand.values, chance.randint(0, 5))}
        occupations = {word: chance.randint(0, 25) for word in chance.sample(Occupation.values, chance.randint(0, 5))}
        people = chance.choice([None, chance.randint(0, 120)])
        draft = Draft(hired, None, "collectif", "distance", DAY, 60, ["sante"], ages, occupations, people)  # type: ignore[arg-type]
        n = max(1, sum(ages.values()), sum(occupations.values())) if people is None else people
        sound = 1 <= n <= 100 and sum(ages.values()) <= n and sum(occupations.values()) <= n
        assert (problems(draft, contract, DAY) == {}) == sound, (draft, problems(draft, contract, DAY))


def test_the_phone_proposes_her_themes_her_place_and_her_last_activity() -> None:
    it = ActivityFactory(themes=["budget"])
    last = ActivityFactory(hire=it.hire, place=it.place, themes=["sante", "budget"], held_on=DAY)
    usual = queries.usual(it.hire_id, adviser(it.hire))
    assert usual.themes[:2] == (Theme.BUDGET, Theme.HEALTH)
    assert len(usual.themes) == len(Theme)
    assert usual.place == it.place
    assert usual.last in (it, last)
    assert queries.usual(hired().pk, adviser(it.hire)).last is None


def test_pages_follow_one_another_without_gap_nor_repeat() -> None:
    hire = hired()
    place = PlaceFactory(organization=hire.organization)
    for n in range(7):
        ActivityFactory(hire=hire, place=place, held_on=DAY - dt.timedelta(days=n // 3))
    seen, before = [], None
    while page := queries.activities(adviser(hire), before=before, limit=2):
        seen += page
        before = page[-1]
    assert len(seen) == len({it.pk for it in seen}) == 7
    assert [it.held_on for it in seen] == sorted((it.held_on for it in seen), reverse=True)
    assert queries.activities(adviser(hired())) == []


def test_a_host_sees_totals_and_no_line_of_its_adviser_s_record() -> None:
    it = ActivityFactory()
    assert [a.pk for a in queries.activities(actor(RoleName.INSTRUCTOR))] == [it.pk]
    assert queries.activities(host(it.organization)) == []
    with pytest.raises(NotFound):
        queries.activity(it.pk, host(it.organization))


def test_thousands_are_recorded_with_questions_that_do_not_follow_their_number(django_assert_max_num_queries: Any) -> None:
    hire = hired()
    for count in (10, 2_000):
        drafts = [Draft(hire.pk, None, "ponctuel", "distance", DAY, 15, ["smartphone"])] * count
        with django_assert_max_num_queries(40):
            assert actions.record_many(records=drafts, by=adviser(hire)) == count


def test_no_column_can_hold_a_name_or_a_note() -> None:
    """trust.md A35: recording needs no personal datum. The text columns are lists of choices, but a workshop's public title."""
    texts = {
        (model.__name__, field.name)
        for model in (Activity, Workshop)
        for field in model._meta.get_fields()
        if field.concrete and field.db_type(connection).startswith(("varchar", "text")) and not field.choices
    } - {("Activity", "themes")}
    assert texts == {("Workshop", "title")}
