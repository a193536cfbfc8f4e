"""A short demonstration, with a few hosts: every chapter is played, the books balance, the same seed tells the same story."""

from __future__ import annotations

import pytest

from lucette.insight.steering.standing import standings
from lucette.jobs.checks import all_checks
from lucette.jobs.demonstration import conventions, programme, selection
from lucette.jobs.demonstration.left.selection import HOSTS
from lucette.jobs.demonstration.summary import figures
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.agreements.models import Amendment, Notice
from lucette.scheme.applications.models import Application
from lucette.scheme.payments.models import Recovery
from tests.jobs.test_award_rows import file

pytestmark = pytest.mark.django_db(transaction=True)
# what the story leaves to play whatever the number of hosts
LEFT = {
    *(("endowment", step) for step in ("prepared", "signed", "notified")),
    *(("call", step) for step in ("draft", "published")),
    *(("session", step) for step in ("convened", "to_decide", "to_sign", "to_close", "closed")),
    *(("agency_report", step) for step in ("frozen", "signed", "sent")),
    *(("workshop", step) for step in ("to_hold", "planned")),
    ("publication", "draft"),
    ("award", "to_agree"),
    ("referral", "sent"),
    ("bank_details", "declared"),
    ("bank_details", "verified"),
    ("bank_details", "on_hold"),
}
FEW = [("19272", "commune"), ("23096", "commune"), ("87085", "epci"), ("19031", "commune"), ("46042", "commune"), ("63113", "association")]


@pytest.fixture
def few_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (selection, conventions):
        monkeypatch.setattr(module, "planned", lambda: FEW)
    monkeypatch.setattr(selection, "SHARES", (4, 1, 0, 0, 0, 0, 0, 1))
    monkeypatch.setattr(programme, "CANDIDATES", 18)


def test_every_chapter_is_played_and_the_books_balance(few_hosts: None) -> None:
    days = []
    story = programme.play(lambda day, done, whole: days.append(day))
    assert days == sorted(days)
    told = figures(story.endowment_id, 1.0, balanced=not [check for check in all_checks() if not check.ok])
    assert told["ledger_balanced"] is True
    with acting(SYSTEM):
        renewals = Application.objects.filter(renews__isnull=False).count()
    assert told["hosts"] == told["applications"] - renewals == len(FEW) + HOSTS
    for count in ("posts_awarded", "agreements_signed", "advisers_hired", "instalments_paid", "activities", "reports_sent"):
        assert told[count] > 0, count
    assert told["people_helped"] >= told["activities"] > told["appointments"]
    assert told["instalments_due"] >= told["instalments_paid"]
    with clock.at(story.ends), acting(SYSTEM):
        left = {(it.kind, it.state) for it in standings()}
    assert left >= LEFT, sorted(LEFT - left)
    with acting(SYSTEM):
        assert (Amendment.objects.get().status, Notice.objects.get().status) == ("requested", "open")
        assert [bool(it.answer) for it in Recovery.objects.order_by("number")] == [True, False]
    held = sum(told[bucket] for bucket in ("reserved_cents", "committed_cents", "paid_cents", "available_cents"))
    assert 0 < held <= told["endowment_cents"]


def test_published_awards_are_all_taken_over_and_the_hosts_asked_for_play_on(few_hosts: None) -> None:
    published = file({}, {"siret": "20004293500011", "raison_sociale": "HAUT BUGEY AGGLOMERATION"}, {"siret": "null"})
    story = programme.play(lambda *_: None, published, played_on=1)
    told = figures(story.endowment_id, 1.0, balanced=not [check for check in all_checks() if not check.ok])
    assert (told["hosts"], told["posts_awarded"], told["ledger_balanced"]) == (2, 4, True)
    assert len(story.hosts) == 1
    assert told["agreements_signed"] <= 1
    assert story.outcome is not None
    assert story.outcome.reasons == {"SIRET absent": 1}
