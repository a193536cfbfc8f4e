"""Charts: their measures, their words, their table."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from lucette.web.design.charts import Bar, Bars, Columns, Lines, Series, compact, place

MONTHS = [dt.date(2021, 11, 1), dt.date(2021, 12, 1), dt.date(2022, 1, 1)]


def drawn(chart: object) -> str:
    return Template("{% load lucette %}{% chart v %}").render(Context({"v": chart}))


def test_bars_are_a_table_whose_words_say_everything() -> None:
    page = drawn(Bars("Activités", [Bar("Messagerie", 1240, "/x/"), Bar("Photos", 3)], unit="activité", share=True))
    assert '<caption class="lu-chart__caption">Activités</caption>' in page
    assert '<a href="/x/">Messagerie</a>' in page
    assert "1\u00a0240 activités" in page and "3 activités" in page and "99,8\u00a0%" in page
    assert page.count('<td class="lu-bars__drawn" aria-hidden="true">') == 2


def test_a_length_is_written_without_a_space() -> None:
    assert '<rect class="lu-gauge__done" width="1000"' in drawn(Bars("x", [Bar("tout", 12_000)]))


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=20))
def test_no_bar_leaves_its_place_and_what_is_not_nothing_is_seen(values: list[int]) -> None:
    for bar, value in zip(Bars("x", [Bar("a", value) for value in values]).drawn, values, strict=True):
        assert 0 <= int(bar.width) <= 1000 and (int(bar.width) > 0) == (value > 0)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_columns_stand_on_the_axis(values: list[int]) -> None:
    months = [dt.date(2021 + n // 12, n % 12 + 1, 1) for n in range(len(values))]
    for column in Columns("x", months, [Series("y", values)]).drawn:
        assert int(column.top) + int(column.height) == 180
        assert float(column.left[:-1]) + float(column.width[:-1]) <= 100


def test_columns_are_told_in_words_and_in_a_table() -> None:
    page = drawn(Columns("Activités par mois", MONTHS, [Series("Activités", [3, 12, 5])], unit="activité"))
    assert "12 activités au plus haut, en décembre 2021 ; 5 activités en janvier 2022." in page
    assert 'role="img" aria-label="Activités par mois. 12 activités' in page
    assert "<summary>Voir les chiffres en tableau</summary>" in page and "Janvier 2022" in page


def test_the_last_month_may_be_the_highest() -> None:
    assert Columns("x", MONTHS, [Series("y", [1, 2, 3])]).sentence == "3 en janvier 2022, le plus haut."


def test_lines_are_told_apart_without_colour_and_named_with_their_last_value() -> None:
    page = drawn(Lines("Postes", MONTHS, [Series("Attribués", [1, 2, 4]), Series("Pourvus", [0, 1, 2])], unit="poste"))
    assert page.count('stroke-dasharray="6 4"') == 2
    assert "Attribués : <strong" in page and "4 postes" in page and "2 postes" in page


def test_a_chart_without_figures_says_what_will_come() -> None:
    assert "Bientôt." in drawn(Bars("x", [], empty="Bientôt."))
    assert "Bientôt." in drawn(Columns("x", MONTHS, [Series("y", [0, 0, 0])], empty="Bientôt."))


def test_a_series_has_a_value_a_month_and_three_lines_are_enough() -> None:
    with pytest.raises(ValueError, match="month"):
        Columns("x", MONTHS, [Series("y", [1])])
    with pytest.raises(ValueError, match="three"):
        Lines("x", [], [Series("y", [])] * 4)


@pytest.mark.parametrize(
    ("value", "money", "text"),
    [(840, False, "840"), (12_400, False, "12,4\u00a0k"), (310_000_000, True, "3,1\u00a0M"), (99_900, True, "999")],
)
def test_what_is_written_over_a_column_is_short(value: int, money: bool, text: str) -> None:
    assert compact(value, money) == text


def test_a_place_is_written_as_svg_reads_it() -> None:
    assert place(1, 8) == "12.5%"
