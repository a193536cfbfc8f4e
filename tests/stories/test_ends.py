"""Posts that end before their term: exact to the cent, and the three books agree afterwards."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.agreements.actions import amendments, notices
from lucette.scheme.agreements.enums import AmendmentKind as K
from lucette.scheme.agreements.models import Agreement, Amendment
from lucette.scheme.agreements.rules.amendments import Wanted
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.rules import earned
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments import queries as payment_queries
from lucette.scheme.payments.enums import LineStatus as L
from lucette.scheme.payments.models import InstalmentLine, Order, Recovery
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.models import Assignment, Post
from lucette.stories import settle_agreement as settling
from lucette.stories import terminate_agreement as ending
from lucette.stories.amend_agreement import ask_new_entity, ask_transfer, return_posts, sign_amendment
from tests.foundation.accounts.factories import actor
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.payments import factories as make
from tests.scheme.payments import recoveries
from tests.scheme.payments.recoveries import DELEGATE, host_of
from tests.scheme.recruitment.factories import HireFactory
from tests.verified import verified

pytestmark = pytest.mark.django_db
PREFECTURE = actor(RoleName.PREFECTURE, "department", "19")
ODD = (333_333, 500_001, 1_666_667)


@pytest.fixture(autouse=True)
def keys_apart(settings: django_settings, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path


def sound(agreement: Agreement) -> None:
    """Every invariant of the fund, the payments and the posts."""
    found = fund.verify(agreement.endowment_id, extra=[payment_queries.checks, posts.checks])
    assert not [it for it in found if not it.ok]


def posts_of(agreement: Agreement) -> list[Post]:
    return posts.posts_of_agreement(agreement.pk)


def kept(agreement: Agreement, post: Post) -> int:
    """What is left for a post: its lines that still stand."""
    lines = InstalmentLine.objects.filter(instalment__agreement=agreement, post=post).exclude(status=L.CANCELLED)
    return sum(lines.values_list("cents", flat=True))


def asked_to_end(agreement: Agreement, on: dt.date) -> UUID:
    return notices.ask_end(agreement_id=agreement.pk, effective_on=on, text="Plus de service.", by=host_of(agreement)).pk


@pytest.mark.parametrize("seed", range(6))
def test_a_termination_leaves_each_post_what_it_earned_to_the_cent(seed: int) -> None:
    """Some instalments paid, certified or only due; contracts of any length; odd cents."""
    draw = random.Random(seed)
    first, second, _ = make.schedule(posts=draw.randint(1, 3), post_cents=ODD)
    agreement, day = first.agreement, make.IN_FORCE + dt.timedelta(days=draw.randint(20, 700))
    for post in posts_of(agreement):
        if draw.random() < 0.8:
            make.contract(post, ends_on=min(day, make.IN_FORCE + dt.timedelta(days=draw.randint(1, 700))))
    if draw.random() < 0.8:
        recoveries.pay(first)
    with clock.at(day):
        payments.fall_due(on=day, by=SYSTEM)
        payments.hold_missed(on=day, by=SYSTEM)
        if second.lines.filter(status=L.DUE).exists():
            order = make.certified(instalment=second)
        told = ending.effects(agreement.pk, day, DELEGATE)
        ending.terminate_agreement(notice_id=asked_to_end(agreement, day), ended_on=day, by=DELEGATE)
        sound(agreement)
        assert verified("termination", agreement.pk, 2).subject.status == "terminated"
        back = sum(line.cents for it in Recovery.objects.filter(agreement=agreement) for line in it.lines.all())
        assert back == told["over"]
        for row, post in zip(told["posts"], posts_of(agreement), strict=True):
            assert kept(agreement, post) - row["over"] == earned(post.unit_cents, row["used"], 24)
        assert {it.ended_as for it in posts_of(agreement)} == {"ended"}
        assert "order" not in locals() or Order.objects.get(pk=order.pk).status in ("certified", "cancelled")


def test_a_post_given_back_takes_its_share_and_leaves_the_other_alone() -> None:
    agreement = recoveries.paid(posts=2)
    first, second = posts_of(agreement)
    make.contract(first, ends_on=dt.date(2021, 4, 30))
    with clock.at(dt.date(2021, 5, 10)):
        it = return_posts(
            agreement_id=agreement.pk, post_ids=[first.pk], effective_on=dt.date(2021, 4, 30), reason="departure", by=host_of(agreement)
        )
        before = kept(agreement, second)
        it = sign_amendment(amendment_id=it.pk, by=DELEGATE)
        sound(agreement)
        # two months of twenty-four: 4 166,67 € earned of the 10 000 € paid
        assert (it.status, it.effects["over"], it.effects["given_back"]) == ("applied", 1_000_000 - 416_667, 4_000_000)
        assert Recovery.objects.get().ground == "post_returned" and kept(agreement, second) == before
        assert [post.number for post in posts.posts_with(agreement.pk)] == [second.number]
        assert posts.status_of(first.pk, clock.today()) == "returned"
        assert fund.position(agreement.endowment_id).posts.available == 99
        assert verified("receipt", it.pk, 1).subject == verified("amendment", it.pk, 2).subject


def test_a_post_that_somebody_holds_needs_its_proof_and_its_end_first() -> None:
    agreement = recoveries.paid(posts=2)
    first, second = posts_of(agreement)
    make.contract(first)
    Assignment.objects.create(
        post=first, person_id=actor(RoleName.ADVISER).pk, hire_id=actor(RoleName.ADVISER).pk, period=("2021-03-01", None)
    )
    told = {"agreement_id": agreement.pk, "effective_on": make.IN_FORCE, "reason": "need", "by": host_of(agreement)}
    with pytest.raises(Invalid, match="preuve"):
        return_posts(post_ids=[first.pk], **told)
    with pytest.raises(Invalid, match="fin de la convention"):
        return_posts(post_ids=[first.pk, second.pk], **told)
    it = return_posts(post_ids=[first.pk], proof=("fin.pdf", b"%PDF-1.4\n%%EOF"), **told)
    with pytest.raises(RuleBroken, match=first.number):
        sign_amendment(amendment_id=it.pk, by=DELEGATE)
    assert ending.foreseen(agreement.pk, clock.today(), DELEGATE)[1] == [first.number]


def test_a_payment_under_way_holds_the_end_until_the_bank_has_answered() -> None:
    first, *_ = make.schedule()
    make.ordered(instalment=first)
    with pytest.raises(RuleBroken, match="en cours"):
        ending.effects(first.agreement_id, clock.today(), DELEGATE)
    other, *_ = make.schedule()
    make.requested(other)
    with pytest.raises(RuleBroken, match="demandé"):
        ending.effects(other.agreement_id, clock.today(), DELEGATE)


def test_no_amendment_is_left_without_an_object() -> None:
    """A post is in one amendment at a time; what was accepted may be refused, but posts given back; the end closes them all."""
    agreement = recoveries.paid(posts=2)
    post, _ = posts_of(agreement)
    for it in posts_of(agreement):
        make.contract(it, ends_on=make.IN_FORCE + dt.timedelta(days=10))
    with clock.at(make.IN_FORCE + dt.timedelta(days=20)):
        at = {"agreement_id": agreement.pk, "effective_on": clock.today(), "by": host_of(agreement)}
        given = return_posts(post_ids=[post.pk], reason="budget", **at)
        moved = Wanted(K.TRANSFER_POST, clock.today(), "Regroupement.", posts={post.pk: post.number}, to_agreement=uuid4())
        with pytest.raises(RuleBroken, match=f"{given.number}, en cours, porte déjà sur ce poste"):
            amendments.ask(agreement_id=agreement.pk, wanted=moved, by=host_of(agreement))
        with pytest.raises(RuleBroken, match="un droit"):
            amendments.refuse(amendment_id=given.pk, reason="non", by=make.REQUESTER)
        more = amendments.ask(
            agreement_id=agreement.pk, wanted=Wanted(K.ADD_POSTS, clock.today(), "Besoin.", count=1), by=host_of(agreement)
        )
        amendments.give_opinion(amendment_id=more.pk, favourable=True, comment="Le besoin est réel.", by=PREFECTURE)
        amendments.accept(amendment_id=more.pk, by=make.REQUESTER)
        amendments.refuse(amendment_id=more.pk, reason="Crédits épuisés.", by=make.REQUESTER)
        ending.terminate_agreement(notice_id=asked_to_end(agreement, clock.today()), ended_on=clock.today(), by=DELEGATE)
        given.refresh_from_db()
        assert given.status == "refused" and "a pris fin" in given.refusal
        sound(agreement)


def test_a_suspended_agreement_pays_nothing_until_it_goes_on() -> None:
    first, *_ = make.schedule()
    agreement, certified = first.agreement, make.certified(instalment=first)
    notice = notices.serve(agreement_id=agreement.pk, duty="report", text="Aucun compte rendu.", by=make.REQUESTER)
    notices.answer(notice_id=notice.pk, text="Il arrive.", by=host_of(agreement))
    ending.suspend_agreement(agreement_id=agreement.pk, reason="compte rendu attendu", by=DELEGATE)
    assert sorted(InstalmentLine.objects.values_list("status", flat=True)) == ["certified"] * 2 + ["held"] * 4
    with pytest.raises(RuleBroken, match="suspendue"):
        payments.order(order_id=certified.pk, by=make.OFFICER)
    ending.resume_agreement(agreement_id=agreement.pk, by=DELEGATE)
    assert payments.order(order_id=certified.pk, by=make.OFFICER).status == "ordered"
    assert sorted(InstalmentLine.objects.values_list("status", flat=True)) == ["ordered"] * 2 + ["planned"] * 4


def test_an_agreement_is_settled_once_nothing_is_owed_either_way() -> None:
    agreement = recoveries.paid(posts=1)
    (post,) = posts_of(agreement)
    make.contract(post, ends_on=dt.date(2021, 9, 30))
    day = dt.date(2021, 9, 30)
    with clock.at(day):
        payments.fall_due(on=day, by=SYSTEM)
        ending.terminate_agreement(notice_id=asked_to_end(agreement, day), ended_on=day, by=DELEGATE)
        with pytest.raises(RuleBroken, match="ni payées ni annulées"):
            settling.settle_agreement(agreement_id=agreement.pk, by=DELEGATE)
        line = InstalmentLine.objects.get(status=L.DUE)
        assert kept(agreement, post) == earned(post.unit_cents, 7, 24) == 1_458_333  # seven months of twenty-four
        recoveries.pay(line.instalment)
        settled = settling.settle_agreement(agreement_id=agreement.pk, by=DELEGATE)
        assert settled.status == "settled" and verified("statement", agreement.pk, 2).subject.status == "settled"
        sound(agreement)


class TestChanges:
    """More posts, more time, another legal person: signed and done at once."""

    def signed(self, agreement: Agreement, wanted: Wanted) -> Amendment:
        it = amendments.ask(agreement_id=agreement.pk, wanted=wanted, by=host_of(agreement))
        if wanted.kind == K.ADD_POSTS:
            amendments.give_opinion(amendment_id=it.pk, favourable=True, comment="Le besoin est réel.", by=PREFECTURE)
        amendments.accept(amendment_id=it.pk, by=make.REQUESTER)
        return sign_amendment(amendment_id=it.pk, by=DELEGATE)

    def test_a_post_added_is_paid_for_the_months_left_and_what_is_due_falls_due(self) -> None:
        first, *_ = make.schedule(posts=1, post_cents=ODD)
        agreement, day = first.agreement, dt.date(2021, 10, 1)
        with clock.at(day):
            it = self.signed(agreement, Wanted(K.ADD_POSTS, day, "Deux communes de plus.", count=2))
            sound(agreement)
            # seven months are gone: seventeen of twenty-four are financed, on the first and the third instalments
            unit = earned(sum(ODD), 17, 24)
            new = [post for post in posts.posts_with(agreement.pk) if post.unit_cents == unit]
            assert it.effects["added"] == 2 * unit and len(new) == 2
            for post in new:
                lines = InstalmentLine.objects.filter(post=post).order_by("instalment__number")
                assert [(line.instalment.number, line.status) for line in lines] == [(1, "due"), (3, "planned")]
                assert sum(line.cents for line in lines) == unit

    def test_a_post_added_that_the_endowment_cannot_pay_changes_nothing(self) -> None:
        first, *_ = make.schedule(posts=1, of=make.endowment(grants=6_000_000))
        with pytest.raises(RuleBroken):
            self.signed(first.agreement, Wanted(K.ADD_POSTS, clock.today(), "Deux communes de plus.", count=2))
        sound(first.agreement)

    def test_more_time_moves_the_end_and_no_money(self) -> None:
        first, *_ = make.schedule(posts=1)
        self.signed(first.agreement, Wanted(K.EXTEND, clock.today(), "Recrutement tardif.", ends_on=dt.date(2023, 8, 31)))
        first.agreement.refresh_from_db()
        assert first.agreement.ends_on == dt.date(2023, 8, 31)
        sound(first.agreement)

    def test_another_legal_person_takes_posts_contracts_debts_and_payments_over(self) -> None:
        agreement = recoveries.paid(posts=1)
        (post,) = posts_of(agreement)
        hire = HireFactory(post=post, organization=agreement.organization, validated=True)
        debt, new = recoveries.issued(agreement), OrganizationFactory(name="Communauté de communes")
        day = make.IN_FORCE + dt.timedelta(days=1)
        with clock.at(day):
            told = {"agreement_id": agreement.pk, "effective_on": day, "explanation": "Fusion.", "by": host_of(agreement)}
            with pytest.raises(Invalid, match="pas encore connue"):
                ask_new_entity(siret="1", **told)
            it = ask_new_entity(siret=new.siret, **told)
            amendments.accept(amendment_id=it.pk, by=make.REQUESTER)
            assert sign_amendment(amendment_id=it.pk, by=DELEGATE).effects["debt"] == 500_000
            for row in (agreement, hire, debt):
                row.refresh_from_db()
                assert row.organization_id == new.pk
            assert [it.host_id for it in posts.posts_of(new.pk, DELEGATE)] == [new.pk]

    def test_a_post_joins_another_agreement_with_what_is_not_certified_and_keeps_its_identity(self) -> None:
        of = make.endowment()
        source = recoveries.paid(posts=2, of=of)
        other, *_ = make.schedule(posts=1, of=of)
        target, (post, stays) = other.agreement, posts_of(source)
        make.contract(post, ends_on=dt.date(2021, 5, 31))
        day = dt.date(2021, 7, 1)
        with clock.at(day):
            told = {"post_id": post.pk, "effective_on": day, "explanation": "Regroupement.", "by": host_of(source)}
            given = {"agreement_id": source.pk, "proof": ("accord.pdf", b"%PDF-1.4\n%%EOF")}
            with pytest.raises(Invalid, match="Aucune convention"):
                ask_transfer(to_number="V-0", **told, **given)
            it = ask_transfer(to_number=target.number, **told, **given)
            amendments.give_opinion(amendment_id=it.pk, favourable=True, comment="Le besoin est réel.", by=PREFECTURE)
            amendments.accept(amendment_id=it.pk, by=make.REQUESTER)
            assert sign_amendment(amendment_id=it.pk, by=DELEGATE).effects["moved"] == 4_000_000
            sound(source)
            assert (kept(source, post), kept(target, post), kept(source, stays)) == (1_000_000, 4_000_000, 5_000_000)
            assert post.number in [it.number for it in posts.posts_with(target.pk)]
        # it ends with its new agreement after four months of contract: twenty of the twenty-four were left, so four parts of twenty
        make.contract(post, starts_on=day, ends_on=dt.date(2021, 10, 31))
        with clock.at(dt.date(2021, 10, 31)):
            ending.terminate_agreement(notice_id=asked_to_end(target, clock.today()), ended_on=clock.today(), by=DELEGATE)
            assert kept(target, post) == earned(4_000_000, 4, 20)
            sound(target)
