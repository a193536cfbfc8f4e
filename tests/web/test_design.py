"""Components: what they draw from plain values."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from lucette.jobs.states import workflows
from lucette.web.design.elements import Board, Cell, Column, Segment, StackedBar, Step, Table, Task, percent
from lucette.web.design.states import STATES_OF, TONES, tone

TODAY = dt.date(2021, 3, 1)


def drawn(source: str, **values: object) -> str:
    return Template("{% load lucette %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ v|money }}", 5_000_000, "50\u00a0000,00\u00a0€"),
        ("{{ v|money }}", None, ""),
        ("{{ v|number }}", 12_345, "12\u00a0345"),
        ('{{ v|plural:"poste" }}', 1, "1 poste"),
        ('{{ v|plural:"cheval chevaux" }}', 2, "2 chevaux"),
        ("{{ v|french_date }}", dt.date(2022, 3, 12), "12 mars 2022"),
        ("{{ v|french_date }}", dt.datetime(2022, 3, 12, 23, 30, tzinfo=dt.UTC), "13 mars 2022"),
        ("{{ v|french_time }}", dt.datetime(2022, 3, 12, 8, 5, tzinfo=dt.UTC), "12 mars 2022 à 9 h 05"),
        ("{{ v|delay }}", TODAY + dt.timedelta(days=3), "dans 3 jours"),
        ("{{ v|delay }}", None, ""),
    ],
)
def test_french_text(source: str, value: object, text: str) -> None:
    assert drawn(source, v=value) == text


def test_what_people_typed_is_escaped() -> None:
    table = Table("Noms", ["Nom"], [["<script>"]])
    for source in ("{% data_table v %}", "{% next_step t %}", "{% empty_state t %}", "{% state 'x' t %}"):
        page = drawn(source, v=table, t="<script>")
        assert "&lt;script&gt;" in page and "<script>" not in page


def test_a_table_names_each_cell_for_the_phone_and_says_what_will_come() -> None:
    full = Table(
        "Versements", ["Structure", Column("Montant", number=True)], [[Cell("Tulle", "/tulle/"), "10,00 €"]], total=["Total", "10,00 €"]
    )
    page = drawn("{% data_table v %}", v=full)
    assert 'data-label="Montant"' in page and '<a href="/tulle/">Tulle</a>' in page and "<tfoot" in page
    assert "Bientôt." in drawn("{% data_table v %}", v=Table("Vide", ["A"], [], empty="Bientôt."))


def test_a_row_that_misses_a_cell_is_refused() -> None:
    with pytest.raises(ValueError):
        list(Table("T", ["A", "B"], [["seule"]]).cells)


def test_a_board_shows_seven_tasks_the_most_urgent_first() -> None:
    tasks = [Task(str(n), "Agir", "/", TODAY + dt.timedelta(days=9 - n)) for n in range(9)] + [Task("sans date", "Agir", "/")]
    assert [task.sentence for task in Board(tasks).tasks] == ["8", "7", "6", "5", "4", "3", "2"]


def test_a_task_past_its_day_says_so() -> None:
    page = drawn("{% tasks v %}", v=[Task("Signer", "Signer", "/", TODAY - dt.timedelta(days=1))])
    assert "En retard" in page and "(hier)" in page


def test_a_step_says_when() -> None:
    assert Step("x", "done", on=TODAY).words == "Fait le 1ᵉʳ mars 2021"
    assert Step("x", "now").words == "En cours"
    assert Step("x", "next", on=TODAY).words == "À venir, vers le 1ᵉʳ mars 2021"


@given(st.lists(st.integers(0, 200_000_000_00), min_size=1, max_size=7))
def test_the_parts_of_a_bar_fill_it_exactly(amounts: list[int]) -> None:
    bar = StackedBar("Le fonds", [Segment(str(n), amount, n + 1) for n, amount in enumerate(amounts)])
    assert sum(segment.width for segment in bar.drawn) == (1000 if sum(amounts) else 0)
    assert all(segment.width >= 0 for segment in bar.drawn)


def test_a_small_part_is_never_written_zero() -> None:
    assert percent(1, 1_000_000) == "< 0,1\u00a0%"
    assert percent(0, 10) == "0,0\u00a0%"
    assert percent(1, 8) == "12,5\u00a0%"


def test_a_gauge_never_overflows() -> None:
    assert 'width="1000"' in drawn('{% gauge "Postes" 4001 4000 "poste" %}')
    assert 'width="0"' in drawn('{% gauge "Postes" 0 0 %}')


def test_every_state_of_the_scheme_has_its_tone() -> None:
    known = {status.value for _, _, workflow in workflows() for status in workflow.statuses}
    assert known <= set(TONES), "write them in design/states.py"
    assert sum(len(statuses.split()) for statuses in STATES_OF.values()) == len(TONES), "a state is written twice"
    assert tone("never_seen") == "neutral"


def test_a_number_and_a_date_are_never_cut_by_the_end_of_a_line() -> None:
    page = drawn("{{ v|together }}", v="<b> C-2021-00042 le 1ᵉʳ mars 2021.")
    assert page == '&lt;b&gt; <span class="lu-together">C-2021-00042</span> le <span class="lu-together">1ᵉʳ mars 2021</span>.'
    assert drawn("{{ v|together }}", v=3) == "3"
