"""A renewed agreement: its posts keep their number, their adviser and their place in the quota; the money is that of the new scale."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lucette.foundation.documents.models import Document
from lucette.foundation.notifications.models import Letter
from lucette.foundation.territories.models import Zoning
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Invalid, RuleBroken, WrongState
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.models import Award
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments import queries as payment_queries
from lucette.scheme.payments.models import InstalmentLine
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.enums import PostStatus
from lucette.scheme.posts.models import Assignment, Attachment, Post
from lucette.scheme.recruitment import actions as recruitment
from lucette.scheme.recruitment.models import Hire
from lucette.stories.decline_award import cancel_agreement, decline_award
from lucette.stories.renew_agreement import renewal, tell_hosts
from lucette.stories.settle_agreement import obstacles
from lucette.stories.sign_agreement import sign_agreement
from tests.scheme.agreements.factories import DELEGATE, REQUESTER, host_of
from tests.scheme.recruitment.factories import CERTIFIER, host
from tests.states import count_rows
from tests.stories.renewing import DAY, ENDS, asked, awarded, given, renewal_call, representative, running, to_sign

pytestmark = pytest.mark.django_db
NEXT_DAY = ENDS + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def keys_apart(settings: Any, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path


def sound(it: Agreement) -> None:
    """Every invariant of the fund, the committee, the payments and the posts."""
    found = fund.verify(it.endowment_id, extra=[committee.checks, payment_queries.checks, posts.checks])
    assert [check for check in found if not check.ok] == []


def signed(former: Agreement, on: dt.date = NEXT_DAY, **more: Any) -> Agreement:
    award = awarded(former, **more)
    given(award)
    with clock.at(on):
        return sign_agreement(agreement_id=to_sign(award).pk, by=DELEGATE)


def test_posts_and_advisers_go_on_and_the_quota_counts_them_once() -> None:
    former = running()
    renewal_call(former)
    before = fund.position(former.endowment_id).posts
    (first, second), hire = posts.posts_of_agreement(former.pk), Hire.objects.get()
    it = signed(former, on=NEXT_DAY + dt.timedelta(days=20), contracts_until=dt.date(2026, 2, 28))
    assert (it.renews_id, it.posts, it.unit_cents, it.months) == (former.pk, 1, 4_250_000, 36)
    assert (it.in_force_on, it.ends_on) == (NEXT_DAY, dt.date(2026, 3, 1)), "the adviser stayed: the start is the day after the term"
    kept = Attachment.objects.filter(post=first).order_by("period")
    assert [(row.agreement_id, row.period.lower, row.period.upper) for row in kept] == [
        (former.pk, dt.date(2021, 3, 1), NEXT_DAY),
        (it.pk, NEXT_DAY, None),
    ]
    with clock.at(NEXT_DAY + dt.timedelta(days=21)):
        assert posts.status_of(first.pk, clock.today()) == PostStatus.FILLED
        assert posts.status_of(second.pk, clock.today()) == PostStatus.AGREED, "not renewed: it waits for the settlement of the first"
        assert fund.position(former.endowment_id).posts == before
        sound(former)
        hire.refresh_from_db()
        assert hire.ends_on == dt.date(2026, 2, 28) and Assignment.objects.get(hire_id=hire.pk).period.upper == dt.date(2026, 3, 1)
        lines = InstalmentLine.objects.filter(instalment__agreement=it).order_by("instalment__number")
        assert [(row.cents, row.status) for row in lines] == [(1_750_000, "due"), (1_250_000, "planned"), (1_250_000, "planned")]
        recruitment.record_end(hire_id=hire.pk, ended_on=clock.today(), reason="resignation", by=CERTIFIER)
        assert fund.agreement_position(it.pk).vacant == 1 and fund.agreement_position(former.pk).filled == 0
        sound(former)
    with clock.at(dt.date(2024, 3, 1)):
        payments.fall_due(on=clock.today(), by=SYSTEM)
        assert lines[1].status == "planned", "nobody holds the post on its day"


def test_the_money_is_reserved_without_posts_and_goes_back_alone() -> None:
    former = running()
    renewal_call(former)
    award = awarded(former, count=2)
    left = fund.award_position(award.pk)
    assert (left.reserved_cents, left.reserved_posts, award.posts) == (8_500_000, 0, 2)
    assert not Post.objects.filter(award=award).exists()
    sound(former)
    application = decline_award(application_id=award.application_id, by=host_of(award))
    assert application.status == "declined" and fund.award_position(award.pk).reserved_cents == 0
    assert [posts.status_of(post.pk, DAY) for post in posts.posts_of_agreement(former.pk)] == [PostStatus.FILLED, PostStatus.AGREED]
    sound(former)
    with clock.at(DAY):
        assert asked(former).application.status == "filed", "it may be asked again"


def test_it_is_not_signed_before_its_day_and_starts_then_when_nobody_stayed() -> None:
    former = running(adviser=False)
    renewal_call(former)
    award = awarded(former)
    given(award)
    with clock.at(ENDS):
        agreement = to_sign(award)
        before = count_rows()
        with pytest.raises(RuleBroken, match="1ᵉʳ mars 2023"):
            sign_agreement(agreement_id=agreement.pk, by=DELEGATE)
        assert count_rows() == before
    with clock.at(NEXT_DAY + dt.timedelta(days=9)):
        it = sign_agreement(agreement_id=agreement.pk, by=DELEGATE)
        assert it.in_force_on == clock.today()
        assert Document.objects.filter(pk=it.document_id, title__contains=it.number).exists()
        sound(former)


def test_a_priority_territory_has_its_sums() -> None:
    former = running()
    renewal_call(former)
    Zoning.objects.create(commune=former.organization.commune, kind="frr", value="FRR+", source="essai")
    with clock.at(DAY):
        found = renewal(former.pk, representative(former))
        assert (found.unit.cents, [it.post.cents for it in found.lines]) == (5_000_000, [2_000_000, 1_750_000, 1_250_000])
        assert found.because == "commune classée en zone rurale à revitaliser" and found.starts_on == NEXT_DAY
    assert (awarded(former).unit_cents, Award.objects.latest("created_at").months) == (5_000_000, 36)


@pytest.mark.parametrize(
    ("day", "adviser", "sentence"),
    [
        (dt.date(2022, 8, 27), True, "à partir du 28 août 2022"),
        (dt.date(2023, 3, 1), False, "aucun conseiller n’est resté"),
    ],
)
def test_it_is_asked_in_its_time(day: dt.date, adviser: bool, sentence: str) -> None:
    former = running(adviser=adviser)
    renewal_call(former)
    before = count_rows()
    with clock.at(day), pytest.raises(WrongState, match=sentence):
        asked(former, by=host_of(former))
    assert count_rows() == before


def test_it_is_asked_once_for_no_more_posts_than_there_are_and_settles_nothing_meanwhile() -> None:
    former = running()
    renewal_call(former)
    by = representative(former)
    with clock.at(dt.date(2023, 3, 10)):
        with pytest.raises(Invalid, match="2 postes"):
            asked(former, by=by, count=3)
        with pytest.raises(Invalid, match="la suit"):
            asked(former, by=by, contracts_until=ENDS)
        application = asked(former, by=by).application
        assert (application.status, application.renews, application.contact_name) == ("filed", former.pk, "Anne Vidal")
        with pytest.raises(WrongState, match=f"suivez la candidature {application.number}"):
            asked(former, by=by)
        assert any(application.number in told for told in obstacles(former.pk, DELEGATE))
        with pytest.raises(IntegrityError, match="renewal_adds_no_post"), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(posts_granted=3)
        with pytest.raises(RuleBroken, match="page de la convention"):
            applications.open(call_id=application.call_id, organization_id=former.organization_id, by=by)


def test_a_secretary_prepares_and_the_representative_files() -> None:
    former = running()
    renewal_call(former)
    representative(former)
    secretary = host(former.organization, "host_secretary")
    with clock.at(DAY):
        left = asked(former, by=secretary)
        assert (left.application.status, len(left.to), left.lacking) == ("draft", 1, False)
        Application.objects.filter(pk=left.application.pk).delete()
        Application.objects.filter(pk=former.award.application_id).update(contact_phone="")
        assert asked(former, by=secretary).lacking


def test_each_host_is_told_once_when_its_window_opens() -> None:
    former = running()
    renewal_call(former)
    representative(former)
    for day in (dt.date(2022, 8, 27), dt.date(2022, 8, 28), dt.date(2022, 8, 29)):
        with clock.at(day):
            tell_hosts(on=day)
    (letter,) = Letter.objects.filter(kind="agreement.renewal_opens")
    assert "28 février 2023" in letter.body and "28 août 2022" in letter.body


def test_an_agreement_that_is_cancelled_may_be_renewed_by_another() -> None:
    former = running()
    renewal_call(former)
    award = awarded(former)
    it, other = agreements.ask(award_id=award.pk, by=host_of(award)), running()
    with pytest.raises(IntegrityError, match="one_renewal_an_agreement"), transaction.atomic():
        Agreement.objects.filter(pk=other.pk).update(renews=former)
    with pytest.raises(IntegrityError, match="agreement_renews_another"), transaction.atomic():
        Agreement.objects.filter(pk=it.pk).update(renews=it)
    cancel_agreement(agreement_id=it.pk, reason="erreur", by=REQUESTER)
    Agreement.objects.filter(pk=other.pk).update(renews=former)
    sound(former)
