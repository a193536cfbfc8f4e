"""From the committee's decision to the agreement in force, and the ways back: each story moves everything, or nothing."""

from __future__ import annotations

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.status import SignatureCoverageLevel

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import typeset, verify_pdf
from lucette.foundation.documents.models import Document
from lucette.jobs import tasks
from lucette.kernel.acting import acting
from lucette.kernel.errors import Forbidden, RuleBroken, WrongState
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreement_queries
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.models import Award, Session
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments.models import InstalmentLine
from lucette.scheme.posts import actions as posts_actions
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.models import Post
from lucette.stories.close_session import close_session, file_award_letters
from lucette.stories.decline_award import cancel_agreement, decline_award
from lucette.stories.sign_agreement import sign_agreement
from tests.foundation.accounts.factories import RoleFactory, actor
from tests.foundation.organizations.factories import BankDetailsFactory
from tests.scheme.agreements.factories import DELEGATE, REQUESTER, asked, host_of, signed_by_host
from tests.scheme.committee.factories import DIRECTOR, UNIT, CallFactory, SessionFactory, endowment, line
from tests.states import count_rows
from tests.verified import verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys_apart")]
CAPACITY = "directrice générale"


def sitting(**more: object) -> Session:
    """A session whose minutes are signed: two files granted (2 and 1 posts), one refused."""
    session = SessionFactory(signed=True, **more)
    call = CallFactory(endowment=session.endowment)
    for posts_given in (2, 1):
        line(session, call, decision="granted", posts=posts_given, posts_asked=posts_given)
    line(session, call, decision="refused", reason="hors sujet")
    return session


def closed() -> Award:
    """The first award (2 posts) of a session closed by the story."""
    session = close_session(session_id=sitting().pk, capacity=CAPACITY, by=DIRECTOR)
    return committee.awards_of_session(session.pk, DIRECTOR)[0]


def sound(endowment_id: object) -> None:
    """Every invariant of the fund, the committee's and the posts' included."""
    checks = fund.verify(endowment_id, extra=[committee.checks, posts.checks])
    assert [check for check in checks if not check.ok] == []


class TestCloseSession:
    def test_posts_minutes_and_letters_follow(self) -> None:
        session = close_session(session_id=sitting().pk, capacity=CAPACITY, by=DIRECTOR)
        awards = committee.awards_of_session(session.pk, DIRECTOR)
        assert [Post.objects.filter(award=award).count() for award in awards] == [2, 1]
        assert len([verified(kind, session.pk, marks) for kind, marks in (("minutes", 1), ("decisions", 2))]) == 2
        assert ("Postes attribués", "2") in verified("award_letter", awards[0].pk, 1).subject.facts
        letters = Document.objects.filter(kind="award_letter")
        assert {(it.subject_id, it.organization_id) for it in letters} == {(award.pk, award.organization_id) for award in awards}
        assert file_award_letters(session_id=session.pk, by=DIRECTOR) == []
        sound(session.endowment_id)

    def test_the_minutes_are_sealed_once_both_have_signed_and_the_seal_says_so(self) -> None:
        opened = sitting()
        chair = committee.minutes(opened.pk).chair
        session = close_session(session_id=opened.pk, capacity=CAPACITY, by=DIRECTOR)
        stored = Document.objects.get(kind="minutes", subject_id=session.pk)
        content = documents.content(stored.pk)
        (seal,) = verify_pdf(content)
        assert (seal.valid, seal.signatory, seal.capacity) == (True, "Lucette", "Cachet de la plateforme")
        assert seal.signed_at == seal.stamped_at == session.closed_at
        assert f"signé le 1ᵉʳ mars 2021 par {chair} ; décisions signées le 1ᵉʳ mars 2021 par" in seal.reason and CAPACITY in seal.reason
        (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
        signature.compute_integrity_info()
        assert signature.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE

    def test_the_director_signs_the_decisions_and_the_seal_closes_them(self) -> None:
        session = close_session(session_id=sitting().pk, capacity=CAPACITY, by=DIRECTOR)
        stored = Document.objects.get(kind="decisions", subject_id=session.pk)
        signature, seal = verify_pdf(documents.content(stored.pk))
        assert (signature.valid, signature.capacity, seal.valid, seal.capacity) == (True, CAPACITY, True, "Cachet de la plateforme")
        facts = committee.decisions(session.pk, "Ève Lacœuille", CAPACITY)
        assert [it["posts"] for it in facts.awards] == [2, 1] and [it["reason"] for it in facts.others] == ["hors sujet"]
        assert "signé le 1ᵉʳ mars 2021" in facts.seen[1]

    def test_the_letters_of_a_long_session_wait_for_the_worker(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("lucette.stories.close_session.AT_ONCE", 1)
        close_session(session_id=sitting().pk, capacity=CAPACITY, by=DIRECTOR)
        assert not Document.objects.filter(kind="award_letter").exists()
        assert [tasks.award_letters_are_filed() for _ in range(2)] == [2, 0]

    @pytest.mark.parametrize("where", [0.1, 0.4, 0.7])
    def test_one_byte_changed_in_the_minutes_is_seen(self, where: float) -> None:
        session = close_session(session_id=sitting().pk, capacity=CAPACITY, by=DIRECTOR)
        altered = bytearray(documents.content(Document.objects.get(kind="minutes", subject_id=session.pk).pk))
        altered[int(len(altered) * where)] ^= 1
        try:
            reports = verify_pdf(bytes(altered))
        except RuleBroken as refusal:
            assert refusal.code == "document.unreadable"
        else:
            assert not any(it.valid for it in reports)

    def test_a_refusal_leaves_nothing_behind(self) -> None:
        session = sitting(endowment=endowment(2))
        before = count_rows()
        with pytest.raises(RuleBroken) as refusal:
            close_session(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
        assert refusal.value.code == "committee.quota"
        with pytest.raises(Forbidden):
            close_session(session_id=session.pk, capacity=CAPACITY, by=actor(RoleName.INSTRUCTOR))
        assert count_rows() == before

    def test_minutes_that_changed_meanwhile_stop_the_closing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        session = sitting()

        def slow(template: str, facts: dict[str, object], code: str) -> bytes:
            Session.objects.filter(pk=session.pk).update(place="Lyon")
            return typeset(template, facts, code)

        monkeypatch.setattr("lucette.stories.close_session.typeset", slow)
        with pytest.raises(RuleBroken) as refusal:
            close_session(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
        assert refusal.value.code == "committee.changed"
        assert Award.objects.count() == 0

    def test_a_session_taken_over_has_no_document_of_ours(self) -> None:
        session = close_session(session_id=sitting(source="Données ouvertes").pk, capacity=CAPACITY, by=DIRECTOR)
        assert Post.objects.filter(award__session=session).count() == 3
        assert not Document.objects.exists()


class TestSignAgreement:
    def test_everything_opens_at_once(self) -> None:
        award = closed()
        agreement = sign_agreement(agreement_id=signed_by_host(award).pk, by=DELEGATE)
        assert Application.objects.get(pk=award.application_id).status == "agreed"
        assert [str(it.status) for it in posts.posts_of(award.organization_id, DELEGATE)] == ["agreed", "agreed"]
        lines = InstalmentLine.objects.filter(instalment__agreement=agreement)
        assert (lines.count(), sum(it.cents for it in lines)) == (6, 2 * UNIT)
        sound(award.endowment_id)

    def test_a_failure_downstream_undoes_the_signature(self, monkeypatch: pytest.MonkeyPatch) -> None:
        agreement = signed_by_host(closed())
        before = count_rows()

        def broken(**_: object) -> None:
            raise RuleBroken("essai", "Panne d’essai.")

        monkeypatch.setattr("lucette.stories.sign_agreement.payments.open_schedule", broken)
        with pytest.raises(RuleBroken):
            sign_agreement(agreement_id=agreement.pk, by=DELEGATE)
        agreement.refresh_from_db()
        assert (agreement.status, count_rows()) == ("signed_by_host", before)

    def test_signed_twice_is_refused(self) -> None:
        agreement = sign_agreement(agreement_id=signed_by_host(closed()).pk, by=DELEGATE)
        with pytest.raises(WrongState):
            sign_agreement(agreement_id=agreement.pk, by=DELEGATE)


class TestRowsByScope:
    """Each act again, under the scope that PostgreSQL reads at the door."""

    def test_a_host_asks_signs_and_sees_its_page(self) -> None:
        award = closed()
        host = host_of(award)
        BankDetailsFactory(organization=award.organization, verified=True)
        RoleFactory(name=RoleName.HOST_REPRESENTATIVE, scope_kind="organization", scope_code=str(award.organization_id))
        with acting(host):
            agreement = agreements.ask(award_id=award.pk, by=host)
        with acting(REQUESTER):
            agreements.generate(agreement_id=agreement.pk, by=REQUESTER)
        with acting(host):
            agreements.sign_as_host(agreement_id=agreement.pk, by=host)
            assert agreement_queries.agreement_page(agreement.pk, host).next_party == "Caisse des Dépôts"
            assert committee.award_page(award.pk, host).reserved_posts == 2
        with acting(DELEGATE):
            sign_agreement(agreement_id=agreement.pk, by=DELEGATE)
        with acting(host):
            assert len(posts.open_posts(award.organization_id)) == 2
            assert {it.label for it in posts.posts_of(award.organization_id, host)} == {"conventionné, à pourvoir"}

    def test_a_host_declines(self) -> None:
        award = closed()
        host = host_of(award)
        agreement = asked(award)
        with acting(host):
            decline_award(application_id=award.application_id, by=host)
        agreement.refresh_from_db()
        assert agreement.status == "cancelled"
        sound(award.endowment_id)


class TestDeclineAward:
    @pytest.mark.parametrize("with_agreement", [False, True])
    def test_money_and_posts_return(self, with_agreement: bool) -> None:
        award = closed()
        agreement = asked(award) if with_agreement else None
        decline_award(application_id=award.application_id, by=host_of(award))
        position = fund.position(award.endowment_id)
        assert (position.posts.available, position.posts.reserved, position.reserved) == (9, 1, UNIT)
        assert Application.objects.get(pk=award.application_id).status == "declined"
        if agreement:
            agreement.refresh_from_db()
            assert agreement.status == "cancelled"
        sound(award.endowment_id)

    def test_an_agreement_in_force_is_not_declined(self) -> None:
        award = closed()
        sign_agreement(agreement_id=signed_by_host(award).pk, by=DELEGATE)
        before = count_rows()
        with pytest.raises(WrongState):
            decline_award(application_id=award.application_id, by=host_of(award))
        assert count_rows() == before

    def test_a_cancelled_agreement_ends_its_posts(self) -> None:
        award = closed()
        cancel_agreement(agreement_id=asked(award).pk, reason="renoncement", by=DELEGATE)
        assert fund.position(award.endowment_id).posts.available == 9
        with pytest.raises(RuleBroken):
            agreements.ask(award_id=award.pk, by=host_of(award))
        with pytest.raises(RuleBroken):
            posts_actions.create_for_award(award_id=award.pk, by=DIRECTOR)
        sound(award.endowment_id)
