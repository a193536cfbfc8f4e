"""The whole scheme once, step by step, each act by its own person within her own scope; the three books are checked after each step."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any
from uuid import UUID

import pytest

from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import verify_pdf
from lucette.foundation.journal.models import Entry
from lucette.foundation.notifications import queries as mailbox
from lucette.insight.statistics import queries as statistics
from lucette.jobs.cast import Cast, do
from lucette.jobs.checks import all_checks
from lucette.jobs.demonstration import field, money, source
from lucette.jobs.demonstration.hosts import give_bank_details, give_documents, register_host
from lucette.jobs.demonstration.story import Story
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.money import Money
from lucette.scheme.activities import actions as activities
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.applications import actions as applications
from lucette.scheme.calls.enums import Needed
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries as sessions
from lucette.scheme.fund import queries as funds
from lucette.scheme.payments.models import Order
from lucette.scheme.posts import queries as posts
from lucette.scheme.recruitment import actions as recruitment
from lucette.scheme.recruitment import queries as pool
from lucette.scheme.reports.models import AgencyReport, HostReport
from lucette.scheme.reviews import actions as reviews
from lucette.scheme.reviews import queries as opinions
from lucette.scheme.trainings import actions as trainings
from lucette.stories.close_session import close_session
from lucette.stories.sign_agreement import sign_agreement
from lucette.stories.validate_hire import validate_hire

pytestmark = pytest.mark.django_db(transaction=True)

UNIT = Money.euros(50_000).cents
TRANCHE = Money.euros(40_000_000).cents
SEAT, EVENT = field.SEAT.cents, Money.euros(48_000).cents


class River:
    """The story of one host, and what its books must say."""

    def __init__(self) -> None:
        self.story = Story(Cast(random.Random(1)), random.Random(1))
        self.cast = self.story.cast

    def at(self, *day: int) -> Any:
        """Live on that day."""
        self.story.day = dt.date(*day)
        return clock.at(self.story.day)

    def books(self, *, money: dict[str, int], posts: dict[str, int], bank: int) -> None:
        """Money by bucket, posts by bucket, cash at the bank; what is not named is zero; every invariant holds."""
        with acting(SYSTEM):
            it = funds.position(self.story.endowment_id)
        buckets = ("reserved", "committed", "liquidated", "ordered", "paid", "recovered", "restituted")
        assert {name: getattr(it, name) for name in buckets if getattr(it, name)} == {k: v for k, v in money.items() if v}
        assert it.available == it.authority_cents - sum(money.values())
        assert {name: getattr(it.posts, name) for name in ("reserved", "agreed", "filled", "vacant") if getattr(it.posts, name)} == posts
        assert it.posts.available == it.authority_posts - sum(posts.values())
        assert (it.cash.bank, it.cash.in_flight, it.cash.payable) == (bank, 0, 0)
        with clock.at(self.story.day):
            assert not [f"{check.name} {check.first}" for check in all_checks() if not check.ok]

    def pay(self, *day: int) -> None:
        """The four desks, the bank, its statement read back two days later."""
        with self.at(*day):
            money.pay(self.story)
        with self.at(*day[:2], day[2] + 2):
            money.read_back(self.story)

    def acts(self, subject_id: UUID) -> list[tuple[str, str]]:
        """(act, role) written in the journal about an object, oldest first."""
        with acting(SYSTEM):
            return list(Entry.objects.filter(subject_id=str(subject_id)).order_by("id").values_list("act", "role"))


def test_the_scheme_from_its_first_euro_to_its_last_report() -> None:
    river = River()
    story, cast = river.story, river.cast

    # 1. fund: three parties sign, the DGCL notifies 200 M€ and 4,000 posts and pays a first tranche
    with river.at(2020, 11, 2):
        source.open_endowment(story)
        river.books(money={}, posts={}, bank=0)
        source.receive_tranche(story, cents=TRANCHE)
        river.books(money={}, posts={}, bank=TRANCHE)
        source.register_suppliers(story)
    signed = [role for act, role in river.acts(story.endowment_id) if act.startswith("endowment.signed")]
    assert signed == ["funder", "agency_director", "caisse_delegate"]

    # 2. calls: published with their rules, open on their day
    with river.at(2020, 11, 12):
        source.prepare_calls(story)
    with river.at(2020, 11, 17):
        source.open_call(story, call_id=story.calls["public"])
    river.books(money={}, posts={}, bank=TRANCHE)

    # 3. applications: the secretary prepares, the mayor files for two posts
    with river.at(2021, 2, 1):
        host = register_host(cast, 0, "19272", "commune")
        give_bank_details(cast, host, 1)
        story.hosts[host.organization_id] = host
        application = do(host.secretary, applications.open, call_id=story.calls["public"], organization_id=host.organization_id)
        need = {
            "posts_asked": 2,
            "contact_name": "Une secrétaire",
            "contact_function": "Secrétaire",
            "contact_email": "mairie@example.fr",
            "contact_phone": "0199000000",
            "publics": ["older"],
            "places_planned": "La mairie et la médiathèque.",
            "motivation": "Accompagner les habitants dans leurs démarches.",
            "start_on": dt.date(2021, 5, 1),
            "commitments_accepted": True,
        }
        do(host.secretary, applications.save, application_id=application.pk, **need)
        give_documents(host, application.pk)
        do(host.representative, applications.file, application_id=application.pk)

    # 4. reviews: eligibility explained, the prefect's opinion with its comment
    with river.at(2021, 2, 5):
        do(cast["instructor"], reviews.take, application_id=application.pk)
        comment = "Le besoin est réel et aucun conseiller n’exerce à proximité."
        do(cast.prefecture("19"), reviews.give_opinion, application_id=application.pk, favourable=True, comment=comment)
    with acting(SYSTEM):
        review = opinions.review(application.pk)
        assert review.eligible
        assert all(check["text"] and check["source"] for check in review.checks)

    # 5. committee: two posts awarded; money and posts reserved at closing
    members = [cast[key].pk for key in ("chair", "member", "second_member")]
    with river.at(2021, 3, 10):
        agenda = {"number": "Séance 1", "held_on": dt.date(2021, 3, 24), "members": members, "quorum": 2}
        session = do(cast["instructor"], committee.prepare, endowment_id=story.endowment_id, **agenda)
        do(cast["instructor"], committee.add_to_agenda, session_id=session.pk, application_id=application.pk)
        do(cast["instructor"], committee.convene, session_id=session.pk)
    with river.at(2021, 3, 24):
        do(cast["chair"], committee.open, session_id=session.pk, present=members)
        decision = {"application_id": application.pk, "decision": "granted", "posts": 2, "reason": ""}
        do(cast["chair"], committee.decide, session_id=session.pk, **decision)
        do(cast["chair"], committee.sign_minutes, session_id=session.pk)
        river.books(money={}, posts={}, bank=TRANCHE)
        do(cast["agency_director"], close_session, session_id=session.pk, capacity="Directrice générale")
        do(cast["agency_director"], committee.publish, session_id=session.pk)
    river.books(money={"reserved": 2 * UNIT}, posts={"reserved": 2}, bank=TRANCHE)
    with acting(host.secretary):
        award = sessions.award_of(application.pk, host.secretary)
        assert award is not None
        assert [it.kind for it in documents.documents_about(award, by=host.secretary)] == ["award_letter"]
    with acting(SYSTEM):
        assert mailbox.mailbox_page(search="mairie@example.fr")[0]

    # 6. agreements: asked from the award letter, typeset, signed by the host then by the Caisse des Dépôts
    with river.at(2021, 4, 2):
        agreement = do(host.representative, agreements.ask, award_id=award.pk)
        give_documents(host, application.pk, Needed.AGREEMENT)
        do(cast["requester"], agreements.generate, agreement_id=agreement.pk)
        do(host.representative, agreements.sign_as_host, agreement_id=agreement.pk)
        river.books(money={"reserved": 2 * UNIT}, posts={"reserved": 2}, bank=TRANCHE)
        signed_agreement = do(cast["caisse_delegate"], sign_agreement, agreement_id=agreement.pk)
    river.books(money={"committed": 2 * UNIT}, posts={"agreed": 2}, bank=TRANCHE)
    with acting(host.secretary):
        content = documents.content(signed_agreement.document_id)
    assert content.startswith(b"%PDF")
    assert [(it.valid, it.is_seal) for it in verify_pdf(content)] == [(True, False), (True, False), (True, True)]

    # 7. payments: the first instalment passes four people, goes to the bank and comes back
    first = 2 * UNIT // 5
    river.pay(2021, 4, 6)
    bank = TRANCHE - first
    river.books(money={"committed": 2 * UNIT - first, "paid": first}, posts={"agreed": 2}, bank=bank)
    with acting(SYSTEM):
        (order,) = Order.objects.all()
    hands = {order.requested_by, order.certified_by, order.ordered_by, order.accepted_by}
    assert hands == {cast[key].pk for key in ("requester", "certifier", "authorising_officer", "accountant")}

    # 8. posts, recruitment: a candidate of the pool, chosen by the host, hired above the minimum wage
    with river.at(2021, 4, 10):
        candidate = cast.candidate()
        wishes = {"commune_code": "19272", "radius_km": 20, "available_on": story.day, "situations": ["job_seeker"], "motivation": "Aider."}
        do(candidate, recruitment.apply, person_id=candidate.pk, **wishes)
        with acting(host.representative):
            post, _ = posts.posts_of_agreement(agreement.pk)
            (found,) = pool.pool(post.pk, host.representative)
        hire = do(host.secretary, recruitment.invite, post_id=post.pk, candidate_id=found.candidate_id)
        do(candidate, recruitment.accept, hire_id=hire.pk)
        do(host.representative, recruitment.select, hire_id=hire.pk)
        contract = {"kind": "projet", "starts_on": dt.date(2021, 5, 3), "ends_on": dt.date(2023, 5, 2)}
        do(host.representative, recruitment.declare_contract, hire_id=hire.pk, **contract, monthly_gross_cents=170_000)
    with river.at(2021, 5, 3):
        do(cast["certifier"], validate_hire, hire_id=hire.pk)
        adviser = cast.as_adviser(candidate.pk)
    one_filled = {"agreed": 1, "filled": 1}
    river.books(money={"committed": 2 * UNIT - first, "paid": first}, posts=one_filled, bank=bank)

    # 9. trainings: enrolled, certified (Pix), its cost paid from its envelope
    with river.at(2021, 5, 10):
        course = {"title": "Parcours de 105 heures", "commune_code": "19272", "hours": 105, "seats": 12, "seat_cents": SEAT}
        dates = {"starts_on": story.day, "ends_on": dt.date(2021, 6, 1)}
        where = {"body_id": story.body_id, "endowment_id": story.endowment_id}
        training = do(cast["instructor"], trainings.open_session, **where, **course, **dates)
        enrolment = do(host.secretary, trainings.enrol, session_id=training.pk, hire_id=hire.pk)
        do(story.trainer, trainings.start, enrolment_id=enrolment.pk)
    with river.at(2021, 6, 1):
        do(story.trainer, trainings.complete, enrolment_id=enrolment.pk)
        do(story.trainer, trainings.certify, enrolment_id=enrolment.pk, certificate_number="P-0000CAFE", pix_score=620)
        do(story.trainer, trainings.invoice_session, session_id=training.pk)
    river.books(money={"committed": 2 * UNIT - first + SEAT, "paid": first}, posts=one_filled, bank=bank)
    river.pay(2021, 6, 5)
    bank -= SEAT
    paid = first + SEAT
    river.books(money={"committed": 2 * UNIT - first, "paid": paid}, posts=one_filled, bank=bank)
    with acting(SYSTEM):
        envelopes = {it.code: it for it in funds.position(story.endowment_id).envelopes}
    assert envelopes["training"].share_cents - envelopes["training"].available_cents == SEAT

    # 10. places, activities: a workshop and an individual accompaniment, anonymous
    filled = field.Filled(hire.pk, host, agreement.pk, adviser, dt.date(2021, 5, 3))
    with river.at(2021, 6, 10):
        field.open_place(story, filled)
        common = {
            "hire_id": hire.pk,
            "place_id": filled.place_id,
            "channel": "rattachement",
            "held_on": story.day,
            "themes": ["smartphone"],
        }
        do(adviser, activities.record, **common, kind="individuel", minutes=45, ages={"plus60Ans": 1}, occupations={"retraite": 1})
        do(adviser, activities.record, **common, kind="collectif", minutes=90, ages={"plus60Ans": 5}, occupations={"retraite": 5})

    # 11. appointments: the town hall refers Mamie Lucette, a relative books too; the activity is made from the appointment
    with river.at(2021, 6, 14):
        field.receive_a_citizen(story, filled)
    (planned,) = [what for _, _, deed, what in story._agenda if deed is field.honour]
    with river.at(2021, 6, 21):
        field.honour(story, **planned)
    with acting(SYSTEM):
        totals = statistics.activity_totals(hire_ids=[hire.pk])
    assert (totals.activities, totals.people_helped) == (3, 7)
    river.books(money={"committed": 2 * UNIT - first, "paid": paid}, posts=one_filled, bank=bank)

    # 7 again: month 6, with a live contract on one post of two: that post's share only
    river.pay(2021, 10, 5)
    second = UNIT * 3 // 10
    bank, paid = bank - second, paid + second
    river.books(money={"committed": 2 * UNIT - first - second, "paid": paid}, posts=one_filled, bank=bank)

    # 12. reports: host and adviser to the Caisse des Dépôts; it to the ANCT, with the figures of the ledger and of the activities
    with river.at(2021, 11, 2):
        field.report(story, filled)
        field.report_to_anct(story, starts_on=dt.date(2020, 11, 2), ends_on=dt.date(2021, 11, 1))
    with acting(SYSTEM):
        assert HostReport.objects.get().status in {"submitted", "accepted"}
        report = AgencyReport.objects.get()
        assert report.status == "acknowledged"
        told = documents.content(report.spreadsheet_id).decode("utf-8-sig")
    assert str(paid // 100) in told.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")

    # 13. network: a resource and an event told to hosts and advisers, the cost on the animation envelope
    with river.at(2021, 11, 3):
        field.publish(story)
    river.books(money={"committed": 2 * UNIT - first - second + EVENT, "paid": paid}, posts=one_filled, bank=bank)
    river.pay(2021, 11, 5)
    bank, paid = bank - EVENT, paid + EVENT
    river.books(money={"committed": 2 * UNIT - first - second, "paid": paid}, posts=one_filled, bank=bank)

    # a contract ends: the post is vacant, and counted as filled once for ever
    with river.at(2022, 1, 31):
        do(cast["certifier"], recruitment.record_end, hire_id=hire.pk, ended_on=dt.date(2022, 1, 30), reason="resignation")
    river.books(money={"committed": 2 * UNIT - first - second, "paid": paid}, posts={"agreed": 1, "vacant": 1}, bank=bank)
    with acting(SYSTEM):
        assert posts.filled_once(story.endowment_id) == 1
