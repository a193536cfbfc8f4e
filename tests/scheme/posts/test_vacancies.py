"""How long a post may stay vacant: told before the limit and at it, once; nothing is taken back by itself."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.notifications.models import Letter
from lucette.foundation.parameters.queries import over_time
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Forbidden
from lucette.scheme.posts import actions, queries, rules
from lucette.scheme.posts.enums import PostStatus, VacancyStage
from lucette.scheme.posts.models import Post, VacancyAlert
from tests.foundation.accounts.factories import RoleFactory, actor
from tests.scheme.posts.factories import CERTIFIER, agreed, filled
from tests.states import count_rows
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
LIMIT = dt.date(2021, 7, 9)  # three months after the last day worked


def test_the_limit_is_three_months_then_six_from_2025_by_the_day_the_vacancy_began() -> None:
    months = over_time("posts.vacancy_months", [{"since": "2026-01-01", "value": 9, "reason": "Décision d’essai."}])
    assert [months(dt.date(2023, 6, 1)), months(dt.date(2024, 12, 31)), months(dt.date(2025, 1, 1)), months(dt.date(2026, 2, 1))] == [
        3,
        3,
        6,
        9,
    ]
    assert rules.vacancy_limit(dt.date(2021, 11, 30), 3) == dt.date(2022, 2, 28)
    stages = {day: rules.vacancy_stage(LIMIT, day) for day in (dt.date(2021, 6, 8), dt.date(2021, 6, 9), dt.date(2021, 7, 8), LIMIT)}
    assert list(stages.values()) == [None, VacancyStage.SOON, VacancyStage.SOON, VacancyStage.OVER]
    assert rules.vacancy_stage(None, LIMIT) is None


@pytest.fixture
def vacant() -> Post:
    """The first of two posts, whose adviser left on 9 April 2021; the second is held."""
    _, (first, second) = agreed(2)
    holder = filled(first)
    filled(second)
    RoleFactory(name=R.REQUESTER)
    with clock.at(dt.date(2021, 4, 9)):
        actions.vacate(post_id=first.pk, hire_id=holder.hire_id, ended_on=dt.date(2021, 4, 9), by=CERTIFIER)
    return first


def told(on: dt.date) -> int:
    with clock.at(on):
        return actions.alert_vacancies(by=SYSTEM)


def test_both_are_told_once_before_the_limit_and_once_at_it_and_nothing_moves(vacant: Post) -> None:
    assert [told(dt.date(2021, 6, 8)), told(dt.date(2021, 6, 9)), told(dt.date(2021, 6, 10))] == [0, 1, 0]
    assert sorted(Letter.objects.filter(kind__startswith="post.").values_list("kind", flat=True)) == ["post.vacancies", "post.vacancy"]
    assert "rendre le poste" in Letter.objects.get(kind="post.vacancy").body
    assert [told(LIMIT), told(LIMIT + dt.timedelta(days=1))] == [1, 0]
    assert Letter.objects.filter(kind__startswith="post.").count() == 4
    with clock.at(LIMIT):
        assert queries.status_of(vacant.pk, clock.today()) == PostStatus.VACANT
    with pytest.raises(IntegrityError), transaction.atomic():
        VacancyAlert.objects.create(post=vacant, since=dt.date(2021, 4, 9), stage="over", limit=LIMIT)


def test_a_post_filled_again_is_not_told_and_only_time_may_tell(vacant: Post) -> None:
    with clock.at(dt.date(2021, 5, 3)):
        filled(vacant, person=uuid.uuid4(), starts_on=dt.date(2021, 5, 3))
    assert told(LIMIT) == 0
    kept = count_rows()
    with pytest.raises(Forbidden):
        actions.alert_vacancies(by=actor(R.REQUESTER))
    assert count_rows() == kept


def test_the_bank_lists_them_by_stage_and_the_host_is_led_to_both_ways(client: Client, vacant: Post) -> None:
    told(LIMIT)
    with clock.at(LIMIT):
        signed_in(client, R.CERTIFIER)
        board, listed = read(client, reverse("caisse:dashboard")), read(client, f"{reverse('caisse:vacancies')}?etat=over")
        assert "poste vacant a atteint son délai" in board and vacant.number in listed and "délai atteint" in listed
        assert vacant.number not in read(client, f"{reverse('caisse:vacancies')}?etat=soon")
        shown = queries.post(vacant.pk, SYSTEM)
        signed_in(client, R.HOST_REPRESENTATIVE, str(shown.host_id))
        assert f"Le poste {vacant.number} est vacant depuis le" in read(client, reverse("host:dashboard"))
        page = read(client, reverse("host:post", args=[vacant.pk]))
        assert "Rendre ce poste" in page and "Chercher dans le vivier" in page and "9 juillet 2021" in page
