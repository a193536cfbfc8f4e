"""Every letter of every room, read as its reader receives it: one act, plain French, nothing about anybody in its subject."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from lucette.foundation.accounts import letters as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import Holder
from lucette.foundation.bulk import letters as bulk
from lucette.foundation.bulk.models import BulkAct
from lucette.foundation.bulk.rules import Advance
from lucette.foundation.exports import letters as exports
from lucette.foundation.exports.models import Export
from lucette.foundation.notifications.models import Letter
from lucette.foundation.notifications.queries import rendered
from lucette.foundation.notifications.rules import SUBJECT_LENGTH
from lucette.foundation.organizations import letters as organizations
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Scope
from lucette.scheme.agreements import letters as agreements
from lucette.scheme.agreements.models import Agreement, Amendment, Notice
from lucette.scheme.applications import letters as applications
from lucette.scheme.applications.actions import Answer
from lucette.scheme.appointments import letters as appointments
from lucette.scheme.committee import letters as committee
from lucette.scheme.committee.models import AgendaLine, Session
from lucette.scheme.fund import letters as fund
from lucette.scheme.fund.models import FundCall, Rendering
from lucette.scheme.network import letters as network
from lucette.scheme.payments import letters as payments
from lucette.scheme.payments.models import ConditionOverride, Instalment, InstalmentLine, Recovery, RecoveryLine
from lucette.scheme.posts import letters as posts
from lucette.scheme.posts.enums import VacancyStage
from lucette.scheme.posts.models import Post
from lucette.scheme.posts.rules import Vacancy
from lucette.scheme.recruitment import letters as recruitment
from lucette.scheme.reports import letters as reports
from lucette.scheme.reviews import letters as reviews
from lucette.scheme.reviews.models import Proposal, Review
from lucette.scheme.trainings import letters as trainings
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.foundation.organizations.factories import BankDetailsFactory, contact
from tests.scheme.appointments.factories import AppointmentFactory, ReferralFactory
from tests.scheme.committee.factories import SessionFactory, award
from tests.scheme.network.factories import PublicationFactory
from tests.scheme.recruitment.factories import HireFactory
from tests.scheme.trainings.factories import EnrolmentFactory
from tests.web.world import world

ROOMS = Path(__file__).resolve().parents[2] / "lucette"
DAY = dt.date(2021, 4, 1)
VACANT = Vacancy("P-2021-00012", "Mairie d’essai", UUID(int=7), DAY, dt.date(2021, 7, 1), VacancyStage.SOON)
REASON = "L’offre d’aide est déjà suffisante dans ce territoire."
# a function that only passes on what it is given
TOOLS = {
    "posts.vacancies",
    "applications.send",
    "applications.drawn",
    "applications.answered",
    "applications.addressed",
    "applications.readers",
    "network.to_audience",
    "payments.to_person",
    "network.when",
    "recruitment.period",
    "agreements.to_host",
    "trainings.dates",
    "trainings.described",
    "trainings.facts",
    "organizations.to_known",
} | {
    f"{room}.{name}"
    for room in ("recruitment", "trainings")
    for name in ("to_person", "to_host", "to_adviser", "to_body", "to_organization")
}
CONTACT_LINK = "candidature/contact/un-jeton-secret/"
OWN_LINK = {  # their link lets in, or acts, by itself
    "accounts.sign_in_link": "connexion/un-jeton-secret/",
    "accounts.invited": "connexion/un-jeton-secret/",
    "applications.confirm_contact": CONTACT_LINK,
    "reviews.host_invited": "candidater/structure/",
}
SAMPLES: dict[str, Callable[[Any], object]] = {
    "accounts.sign_in_link": lambda it: accounts.sign_in_link(it.person, "un-jeton-secret"),
    "accounts.asked_to_join": lambda it: accounts.asked_to_join(it.person, it.reviewed.organization, "Camille Essai", "camille@example.fr"),
    "accounts.invited": lambda it: accounts.invited(it.person, "secrétaire", "Commune de Tulle", "Camille Essai", "un-jeton-secret"),
    "accounts.joined": lambda it: accounts.joined(it.person, it.reviewed.organization, "secrétaire de la structure"),
    "accounts.represented": lambda it: accounts.represented(it.person, it.reviewed.organization),
    "accounts.not_with_this_address": lambda it: accounts.not_with_this_address(it.person),
    "agreements.piece_refused": lambda it: agreements.piece_refused(it.agreement, "Délibération", REASON),
    "agreements.ready": lambda it: agreements.ready(it.agreement),
    "agreements.remind": lambda it: agreements.remind(it.agreement),
    "agreements.renewal_opens": lambda it: agreements.renewal_opens(it.agreement, DAY),
    "agreements.in_force": lambda it: agreements.in_force(it.agreement),
    "agreements.cancelled": lambda it: agreements.cancelled(it.agreement),
    **{
        f"agreements.{name}": lambda it, name=name: getattr(agreements, name)(amendment_of(it))
        for name in ("posts_returned", "amendment_opinion_asked", "amendment_refused", "amendment_applied")
    },
    **{
        f"agreements.{name}": lambda it, name=name: getattr(agreements, name)(notice_of(it))
        for name in ("end_asked", "end_proposed", "notice_served", "notice_answered", "notice_withdrawn", "terminated")
    },
    **{f"agreements.{name}": lambda it, name=name: getattr(agreements, name)(it.agreement) for name in ("suspended", "resumed", "settled")},
    **{
        f"applications.{name}": lambda it, name=name: getattr(applications, name)(it.reviewed)
        for name in ("withdrawn", "declined", "inadmissible", "closed_incomplete", "appeal_rejected", "lapsed")
    },
    **{
        f"applications.{name}": lambda it, act=act: applications.answered([(act, it.reviewed)], lambda _: DAY)
        for act, name in (("refuse", "refused"), ("defer", "deferred"), ("wait", "waiting"), ("award", "awarded"))
    },
    "applications.rectified": lambda it: applications.rectified(
        [(Answer(it.reviewed.pk, "award", 2, "", 0, REASON, "refusé"), it.reviewed)], lambda _: DAY
    ),
    "applications.appeal_receipt": lambda it: applications.appeal_receipt(it.reviewed, DAY),
    "applications.appeal_upheld": lambda it: applications.appeal_upheld(it.reviewed, REASON),
    "applications.lapse_announced": lambda it: applications.lapse_announced(it.reviewed, REASON, DAY),
    "applications.lapse_dropped": lambda it: applications.lapse_dropped(it.reviewed, REASON),
    "applications.recruit_reminded": lambda it: applications.recruit_reminded(it.reviewed, DAY, 2),
    "applications.receipt": lambda it: applications.receipt(it.reviewed, DAY),
    "applications.to_file": lambda it: applications.to_file(it.reviewed, [reader(it)], "Camille Essai"),
    "applications.confirm_contact": lambda it: applications.confirm_contact(it.reviewed, f"{settings.SITE_URL}/{CONTACT_LINK}"),
    "applications.intake_closed": lambda it: applications.intake_closed(it.reviewed, REASON),
    "appointments.referral_accepted": lambda it: appointments.referral_accepted(it.referral, it.appointment),
    "committee.announced": lambda it: committee.announced(correcting()),
    "committee.convened": lambda it: committee.convened(it.session),
    "committee.published": lambda it: committee.published(it.session),
    "bulk.ended": lambda it: bulk.ended(it.bulk, "Éditer des conventions", Advance(120, 2)),
    "exports.ready": lambda it: exports.ready(it.export),
    "exports.failed": lambda it: exports.failed(it.export),
    **{
        f"organizations.{name}": lambda it, name=name: getattr(organizations, name)(it.account)
        for name in ("declared", "activated", "refused")
    },
    "fund.funds_asked": lambda it: fund.funds_asked(fund_call(it)),
    "fund.call_withdrawn": lambda it: fund.call_withdrawn(fund_call(it)),
    **{
        f"fund.{name}": lambda it, name=name: getattr(fund, name)(it.rendering)
        for name in ("accounts_submitted", "accounts_approved", "accounts_sent_back")
    },
    "network.published": lambda it: network.published(it.event),
    "network.withdrawn": lambda it: network.withdrawn(it.event),
    "payments.executed": lambda it: payments.executed([it.order]),
    "payments.to_countersign": lambda it: payments.to_countersign(it.order, SYSTEM, "l’ordre OP-2021-00042", 1_234_500),
    "payments.returned": lambda it: payments.returned(it.order, 1_234_500),
    "payments.under_inquiry": lambda it: payments.under_inquiry(it.order),
    "payments.declined": lambda it: payments.declined(it.order),
    **{
        f"payments.recovery_{name}": lambda it, name=name: getattr(payments, f"recovery_{name}")(it.recovery)
        for name in ("issued", "answered", "replied", "notified", "reminded")
    },
    "payments.recovery_collected": lambda it: payments.recovery_collected(it.recovery, 120_000),
    "payments.recovery_given_up": lambda it: payments.recovery_given_up(it.recovery, 380_000),
    "payments.sent_back": lambda it: payments.sent_back(it.order),
    "payments.certification_taken_back": lambda it: payments.certification_taken_back(it.order),
    "payments.held": lambda it: payments.held([line_of(it)]),
    "payments.line_cancelled": lambda it: payments.line_cancelled(line_of(it)),
    "payments.line_reduced": lambda it: payments.line_reduced(line_of(it), 12_000, REASON),
    "payments.override_asked": lambda it: payments.override_asked(override_of(it)),
    "payments.override_answered": lambda it: payments.override_answered(override_of(it), REASON),
    "recruitment.applied": lambda it: recruitment.applied(it.ended.candidate),
    "recruitment.left": lambda it: recruitment.left(it.ended.candidate),
    **{
        f"recruitment.{name}": lambda it, name=name: getattr(recruitment, name)(it.ended)
        for name in (
            "invited",
            "accepted",
            "declined",
            "selected",
            "declared",
            "validated",
            "ended",
            "cancelled",
            "no_longer_available",
        )
    },
    **{
        f"reports.{name}": lambda it, name=name: getattr(reports, name)(it.report)
        for name in ("asked", "overdue", "accepted", "to_complete")
    },
    "posts.vacancy": lambda it: posts.vacancy(VACANT, Post.objects.order_by("number")[0], reader(it)),
    "posts.vacant_posts": lambda it: posts.vacant_posts([VACANT, VACANT], it.agreement, reader(it)),
    "reports.sent_to_agency": lambda it: reports.sent_to_agency(it.agency_report),
    "reviews.opinions_awaited": lambda it: reviews.opinions_awaited(reader(it), [Review.objects.get(application=it.reviewed)], []),
    "reviews.host_invited": lambda it: reviews.host_invited(it.reviewed.call, Proposal(name="Mairie d’Ussel"), "mairie@exemple.fr"),
    "reviews.opinion_asked": lambda it: reviews.opinion_asked(it.reviewed, DAY),
    "reviews.answers_due": lambda it: reviews.answers_due([it.reviewed, it.incomplete], reader(it)),
    "reviews.completion_reminded": lambda it: reviews.completion_reminded(it.reviewed, ["les statuts", "le budget"], DAY),
    "reviews.completion_asked": lambda it: reviews.completion_asked(it.reviewed, ["les statuts", "le budget"], REASON, DAY),
    "trainings.session_opened": lambda it: trainings.session_opened(it.enrolment.session),
    "trainings.invoiced": lambda it: trainings.invoiced(it.enrolment.session, "F-2021-00042", 1_234_500),
    **{
        f"trainings.{name}": lambda it, name=name: getattr(trainings, name)(it.enrolment)
        for name in ("enrolled", "started", "completed", "certified", "interrupted")
    },
}


def reader(it: Any) -> Holder:
    return Holder(it.person.pk, it.person.email, str(it.person), Scope("organization", str(it.reviewed.organization_id)))


def correcting() -> Session:
    """A session that corrects an award."""
    given = award(contact_email="mairie@example.fr")
    session = SessionFactory(rectifies=given.session, endowment=given.endowment)
    AgendaLine.objects.create(session=session, application=given.application, position=1, corrects=given.line, correction=REASON)
    return session


def line_of(it: Any) -> InstalmentLine:
    """A line of the order, with the reason why it waits."""
    line = it.order.lines.all()[0]
    line.reason = "Le poste était vacant le 1ᵉʳ septembre 2021, date de l’échéance."
    return line


def override_of(it: Any) -> ConditionOverride:
    return ConditionOverride(line=line_of(it), motive="Recrutement retardé par la crue.", asked_by=it.person.pk)


def amendment_of(it: Any) -> Amendment:
    """Of a post given back, with what it costs."""
    told = {"kind": "return_posts", "effective_on": DAY, "posts": 2, "refusal": REASON, "effects": {"over": 1_234_500}}
    return Amendment(number="AV-2021-00042", agreement=it.agreement, asked_by=it.person.pk, **told)


def notice_of(it: Any) -> Notice:
    """Of a duty not done, answered."""
    told = {"kind": "breach", "duty": "report", "text": REASON, "answer_by": DAY, "decision": REASON}
    return Notice(agreement=it.agreement, made_by=it.person.pk, effects={"over": 1_234_500, "given_back": 100}, **told)


def writers() -> set[str]:
    """Every public function of every `letters.py`, or folder of that name, as « room.function »."""
    found = {
        f"{path.relative_to(ROOMS / floor).parts[0]}.{node.name}"
        for floor in ("foundation", "scheme", "insight")
        for path in [*(ROOMS / floor).glob("*/letters.py"), *(ROOMS / floor).glob("*/letters/*.py")]
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    return found - TOOLS


def test_every_letter_is_read_here() -> None:
    assert writers() == set(SAMPLES)


def fund_call(it: Any) -> FundCall:
    told = {"cents": 1_234_500, "free_cents": 5_000, "needed_on": DAY, "reason": REASON}
    return FundCall(number="AF-2021-00042", endowment=it.agreement.endowment, asked_by=it.person.pk, **told)


def taken_away() -> Export:
    auditor = RoleFactory(name=RoleName.AUDITOR)
    whose = {"person_id": auditor.person_id, "role": auditor.name, "scope_kind": auditor.scope_kind, "scope_code": auditor.scope_code}
    return Export(title="Le journal", rows=24_310, failure="Cette liste n’existe plus.", **whose)


def asked_in_bulk() -> BulkAct:
    asker = RoleFactory(name=RoleName.REQUESTER)
    whose = {"person_id": asker.person_id, "role": asker.name, "scope_kind": asker.scope_kind, "scope_code": asker.scope_code}
    return BulkAct(code="generate", total=120, **whose)


def asked_back(agreement: Agreement, issuer: UUID) -> Recovery:
    """A project answered and replied to, of 5 000 €."""
    whose = {"agreement": agreement, "organization": agreement.organization, "endowment": agreement.endowment, "issued_by": issuer}
    told = {"explanation": REASON, "answer": "Oui.", "answered_at": clock.now(), "reply": REASON, "replied_by": issuer}
    it = Recovery.objects.create(number="OR-2021-00042", ground="unjustified", answer_by=DAY, due_on=DAY, decision=REASON, **whose, **told)
    RecoveryLine.objects.create(recovery=it, instalment=Instalment.objects.filter(agreement=agreement)[0], cents=500_000)
    return it


def staged() -> Any:
    """A small scheme, with somebody to write to in each role."""
    it = world()
    person, other = (PersonFactory(first_name="Zéphyrine", last_name="Quatremère") for _ in range(2))
    ended = HireFactory(organization=it.host, ended=True, candidate__person=person)
    enrolment = EnrolmentFactory(hire=HireFactory(organization=it.host, validated=True, candidate__person=other))
    for organization in (it.host, enrolment.session.body, it.agreement.organization):
        for role in (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY, RoleName.TRAINING_BODY):
            RoleFactory(name=role, scope_kind="organization", scope_code=str(organization.pk))
    bank = (RoleName.CERTIFIER, RoleName.AUTHORISING_OFFICER, RoleName.ACCOUNTANT, RoleName.CAISSE_DELEGATE)
    for role in (*bank, RoleName.INSTRUCTOR, RoleName.ADVISER, RoleName.FUNDER):
        RoleFactory(name=role)
    RoleFactory(name=RoleName.PREFECTURE, scope_kind="department", scope_code="19")
    it.session.members.create(person_id=PersonFactory().pk)
    referral = ReferralFactory(hire=enrolment.hire)
    extra = {
        "person": person,
        "ended": ended,
        "enrolment": enrolment,
        "referral": referral,
        "appointment": AppointmentFactory(hire=enrolment.hire),
        "rendering": Rendering(endowment=it.agreement.endowment, year=2021),
        "recovery": asked_back(it.agreement, person.pk),
        "event": PublicationFactory(published=True, event=True),
        "export": taken_away(),
        "bulk": asked_in_bulk(),
        "account": BankDetailsFactory(change=True, contacts=[contact().kept()]),
    }
    it.agreement.suspension_reason, it.agreement.ended_on = REASON, DAY
    it.agreement.cancellation_reason = it.reviewed.decision_reason = it.order.reason = REASON
    it.reviewed.posts_asked, it.reviewed.posts_granted, it.reviewed.waiting_rank = 3, 2, 4
    it.order.executed_on, it.order.requested_by, it.order.ordered_by = DAY, person.pk, person.pk
    return SimpleNamespace(**{name: getattr(it, name) for name in it.__dataclass_fields__}, **extra)


def sentences(body: str) -> list[int]:
    """How many words each sentence has; a line of a list is a sentence."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", re.sub(r"« [^»]* »", "titre", body))
    counts = [len(re.findall(r"\w[\w’-]*", part)) for part in parts]
    return [count for count in counts if count]


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_letter_asks_for_one_act_in_plain_french(name: str) -> None:
    it = staged()
    SAMPLES[name](it)
    letters = list(Letter.objects.all())
    assert letters, "nobody to write to"
    for letter in letters:
        twin = rendered(letter)
        assert 0 < len(twin.subject) <= SUBJECT_LENGTH
        assert not re.search(r"Zéphyrine|Quatremère|@|\b0\d( \d\d){4}", twin.subject)
        assert twin.html.count('class="action"') == 1 and letter.action_label
        link = f"{settings.SITE_URL}/" + OWN_LINK.get(name, f"lettre/{letter.pk}/")
        assert f"{letter.action_label} :\n{link}\n" in twin.text and f'href="{link}"' in twin.html
        for text in (twin.text, twin.html.partition("<body")[2]):
            assert not re.search(r"None|\{|\}|\$[a-z{]|\bNaN\b|datetime|  +[^ -]", text.replace("-- ", "")), text
        assert "\n\n\n" not in twin.text
        lengths = sentences(letter.body)
        assert max(lengths) <= 25 and sum(lengths) / len(lengths) <= 15, (letter.body, lengths)
        assert not re.search(r"\b(ANCT|CRA|AMI|DGCL|CDC|DPS)\b", letter.body), "an acronym without its words"
        assert letter.body.startswith(("Bonjour", "Madame, Monsieur,")) and "'" not in letter.body
