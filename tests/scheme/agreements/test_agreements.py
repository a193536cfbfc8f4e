"""An agreement from the host's request to its entry into force: by whom, when, and what a refusal leaves untouched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import LazySettings

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Role
from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import verify_pdf
from lucette.foundation.notifications.models import Letter
from lucette.foundation.organizations.models import BankDetails, Delegation
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, Unavailable
from lucette.scheme.agreements import actions, queries
from lucette.scheme.agreements.enums import AGREEMENT
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.models import Piece
from lucette.scheme.calls.models import InstalmentRule, RequiredPiece
from lucette.scheme.committee import actions as committee
from lucette.scheme.fund import queries as fund
from tests.foundation.accounts.factories import RoleFactory, actor
from tests.scheme.agreements import factories
from tests.scheme.agreements.factories import DELEGATE, IN_STATUS, REQUESTER, asked, host_of, in_force, ready, signed_by_host
from tests.scheme.committee.factories import DIRECTOR, UNIT, award
from tests.states import assert_edge, count_rows, edges

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys_apart")]
PERFORM = {
    "generate": lambda it: actions.generate(agreement_id=it.pk, by=REQUESTER),
    "sign_as_host": lambda it: actions.sign_as_host(agreement_id=it.pk, by=host_of(it)),
    "sign_as_caisse": lambda it: actions.sign_as_caisse(agreement_id=it.pk, by=DELEGATE),
    "cancel": lambda it: actions.cancel(agreement_id=it.pk, reason="renoncement", by=REQUESTER),
}


@pytest.mark.parametrize(("status", "act"), edges(AGREEMENT, without={"suspend", "resume", "terminate", "settle", "archive"}))
def test_every_edge(status: str, act: str) -> None:
    assert_edge(AGREEMENT, status, act, lambda it: IN_STATUS[it](), PERFORM)


@pytest.mark.parametrize(
    ("status", "act"), [("preparing", "generate"), ("ready", "sign_as_host"), ("signed_by_host", "sign_as_caisse"), ("ready", "cancel")]
)
def test_another_role_is_refused_and_nothing_is_written(status: str, act: str) -> None:
    agreement, stranger = IN_STATUS[status](), actor(RoleName.ACCOUNTANT)
    before = count_rows()
    with pytest.raises(Forbidden):
        getattr(actions, act)(agreement_id=agreement.pk, by=stranger, **({"reason": "x"} if act == "cancel" else {}))
    assert count_rows() == before


def test_another_host_does_not_find_it() -> None:
    agreement = ready()
    with pytest.raises(NotFound):
        actions.sign_as_host(agreement_id=agreement.pk, by=host_of(award()))


class TestAsk:
    def test_amounts_posts_and_months_are_the_award_s(self) -> None:
        it = award(3)
        agreement = actions.ask(award_id=it.pk, by=host_of(it))
        assert (agreement.posts, agreement.amount_cents, agreement.months, agreement.status) == (3, 3 * UNIT, 24, "preparing")
        assert agreement.department_code == "19"

    def test_one_agreement_at_a_time(self) -> None:
        agreement = asked()
        with pytest.raises(RuleBroken) as refusal:
            actions.ask(award_id=agreement.award_id, by=host_of(agreement))
        assert refusal.value.code == "agreement.exists"

    def test_an_award_given_back_has_no_agreement(self) -> None:
        it = award()
        committee.release_award(award_id=it.pk, reason="décliné", by=DIRECTOR)
        with pytest.raises(RuleBroken) as refusal:
            actions.ask(award_id=it.pk, by=host_of(it))
        assert refusal.value.code == "agreement.not_awarded"

    def test_only_the_host_asks(self) -> None:
        it = award()
        with pytest.raises(Forbidden):
            actions.ask(award_id=it.pk, by=DELEGATE)
        with pytest.raises(NotFound):
            actions.ask(award_id=it.pk, by=host_of(award()))


class TestGenerate:
    def test_instalments_are_frozen_from_the_call_and_add_up(self) -> None:
        agreement = ready(posts=3)
        assert [(line.number, line.post_cents, line.cents, line.months_after) for line in queries.lines(agreement.pk)] == [
            (1, 1_000_000, 3_000_000, 0),
            (2, 1_500_000, 4_500_000, 6),
            (3, 2_500_000, 7_500_000, 12),
        ]
        InstalmentRule.objects.filter(call=agreement.award.application.call, number=1).update(share=999)
        assert queries.agreement_page(agreement.pk, REQUESTER).lines[0].amount.cents == 3_000_000

    def test_a_verified_account_is_required(self) -> None:
        agreement = asked()
        BankDetails.objects.filter(organization=agreement.organization).update(status="withdrawn")
        assert queries.agreement_page(agreement.pk, REQUESTER).missing
        with pytest.raises(RuleBroken) as refusal:
            PERFORM["generate"](agreement)
        assert refusal.value.code == "agreement.no_account"

    def test_the_host_is_told_and_sees_the_document(self) -> None:
        agreement = ready()
        assert Letter.objects.filter(kind="agreement.ready", about_id=agreement.pk).count() == 1
        assert documents.document(agreement.document_id, by=host_of(agreement)).kind == "agreement"

    def test_facts_that_change_while_the_document_is_made_stop_the_edition(self, monkeypatch: pytest.MonkeyPatch) -> None:
        agreement = asked()

        def slow(template: str, facts: dict[str, object], code: str) -> bytes:
            agreement.organization.name = "Autre nom"
            agreement.organization.save()
            return b"%PDF"

        monkeypatch.setattr("lucette.scheme.agreements.actions.edition.typeset", slow)
        with pytest.raises(RuleBroken) as refusal:
            PERFORM["generate"](agreement)
        assert refusal.value.code == "agreement.changed"
        assert Agreement.objects.get(pk=agreement.pk).status == "preparing"


class TestSign:
    def test_two_signatures_in_the_document_and_the_money_committed(self) -> None:
        agreement = in_force(posts=3)
        reports = verify_pdf(documents.content(agreement.document_id))
        assert [(report.capacity, report.valid) for report in reports] == [
            ("représentante légale", True),
            ("délégataire de la Caisse des Dépôts", True),
            ("Cachet de la plateforme", True),
        ]
        assert [report.stamped_at for report in reports] == [None, None, clock.now()]
        assert (agreement.in_force_on, agreement.ends_on) == (dt.date(2021, 3, 1), dt.date(2023, 3, 1))
        position = fund.agreement_position(agreement.pk)
        assert ({n: line.committed for n, line in position.lines.items()}, position.agreed) == (
            {1: 3_000_000, 2: 4_500_000, 3: 7_500_000},
            3,
        )
        assert fund.award_position(agreement.award_id).reserved_posts == 0

    def test_without_a_time_stamp_nothing_is_signed(self, settings: LazySettings) -> None:
        agreement = signed_by_host()
        before = count_rows()
        settings.TIMESTAMP_AUTHORITY, settings.TIMESTAMP_AUTHORITY_URL = "http", "http://127.0.0.1:9/"
        roots, known = settings.STATE_DIR / "roots.pem", (settings.STATE_DIR / "authority" / "timestamps.pem").read_text()
        roots.write_text(known[known.index("-----BEGIN CERTIFICATE") :])
        settings.TIMESTAMP_AUTHORITY_ROOTS = str(roots)
        with pytest.raises(Unavailable, match="horodatage"):
            actions.sign_as_caisse(agreement_id=agreement.pk, by=DELEGATE)
        assert (Agreement.objects.get(pk=agreement.pk).status, count_rows()) == ("signed_by_host", before)

    def test_the_preparer_does_not_sign(self) -> None:
        preparer = Actor(REQUESTER.pk, RoleName.CAISSE_DELEGATE)
        with pytest.raises(Forbidden) as refusal:
            actions.sign_as_caisse(agreement_id=signed_by_host().pk, by=preparer)
        assert refusal.value.code == "agreement.preparer"

    def test_the_signatory_of_the_host_does_not_sign_for_the_caisse(self) -> None:
        agreement = ready()
        host = host_of(agreement)
        actions.sign_as_host(agreement_id=agreement.pk, by=host)
        with pytest.raises(Forbidden) as refusal:
            actions.sign_as_caisse(agreement_id=agreement.pk, by=Actor(host.pk, RoleName.CAISSE_DELEGATE))
        assert refusal.value.code == "agreement.same_person"

    def test_a_secretary_signs_by_delegation_and_within_its_dates_only(self) -> None:
        agreement = ready()
        secretary = actor(RoleName.HOST_SECRETARY, "organization", agreement.organization_id)
        Delegation.objects.create(
            organization=agreement.organization, person_id=secretary.pk, capacity="adjointe", basis="arrêté", since=dt.date(2021, 3, 2)
        )
        with pytest.raises(Forbidden) as refusal:
            actions.sign_as_host(agreement_id=agreement.pk, by=secretary)
        assert refusal.value.code == "agreement.no_delegation"
        with clock.at(dt.date(2021, 3, 2)):
            actions.sign_as_host(agreement_id=agreement.pk, by=secretary)
        assert agreement.signatures.get().capacity == "adjointe"

    def test_a_document_changed_since_is_not_signed(self) -> None:
        agreement = signed_by_host()
        unsigned = factories.ready()
        Agreement.objects.filter(pk=agreement.pk).update(document=unsigned.document)
        before = count_rows()
        with pytest.raises(RuleBroken) as refusal:
            PERFORM["sign_as_caisse"](agreement)
        assert refusal.value.code == "agreement.altered"
        assert count_rows() == before

    def test_a_file_altered_on_the_disk_is_not_signed(self) -> None:
        agreement = ready()
        path = Path(agreement.document.file.path)
        path.chmod(0o600)
        path.write_bytes(path.read_bytes().replace(b"%PDF", b"%PDG", 1))
        with pytest.raises(RuleBroken) as refusal:
            PERFORM["sign_as_host"](agreement)
        assert refusal.value.code == "document.altered"


class TestCancel:
    def test_money_and_posts_return(self) -> None:
        agreement = signed_by_host()
        actions.cancel(agreement_id=agreement.pk, reason="renoncement", by=host_of(agreement))
        position = fund.position(agreement.endowment_id)
        assert (position.posts.available, position.reserved) == (10, 0)

    def test_a_reason_is_needed(self) -> None:
        with pytest.raises(Invalid):
            actions.cancel(agreement_id=ready().pk, reason=" ", by=REQUESTER)

    def test_a_cancelled_award_is_not_asked_again(self) -> None:
        agreement = factories.cancelled()
        with pytest.raises(RuleBroken):
            actions.ask(award_id=agreement.award_id, by=host_of(agreement))


class TestPage:
    def test_it_says_what_is_done_who_comes_next_and_what_each_may_do(self) -> None:
        agreement = ready()
        page = queries.agreement_page(agreement.pk, host_of(agreement))
        assert [bool(step.on) for step in page.timeline] == [True, True, False, False]
        assert (page.next_party, page.acts) == ("Structure", {"sign_as_host", "cancel"})
        assert queries.agreement_page(signed_by_host().pk, DELEGATE).acts == {"sign_as_caisse", "cancel"}

    def test_lines_to_come_are_shown_before_the_edition(self) -> None:
        assert [line.amount.cents for line in queries.agreement_page(asked().pk, REQUESTER).lines] == [2_000_000, 3_000_000, 5_000_000]

    def test_each_sees_its_own(self) -> None:
        agreement = asked()
        assert queries.agreements_of(agreement.organization_id, host_of(agreement)) == [agreement]
        assert queries.agreements(actor(RoleName.PREFECTURE, "department", "69")) == []
        assert queries.agreements(actor(RoleName.PREFECTURE, "department", "19"), "preparing") == [agreement]
        with pytest.raises(NotFound):
            queries.agreement_page(agreement.pk, host_of(award()))


Most = Callable[[int], AbstractContextManager[None]]


def asks(**piece: object) -> None:
    """The call asks for one more document."""
    RequiredPiece.objects.create(position=RequiredPiece.objects.count(), **piece)


class TestLacking:
    def test_each_thing_that_lacks_is_told_and_holds_the_edition(self) -> None:
        agreement = asked()
        application = agreement.award.application
        asked_of = {"needed_for": "agreement", "source": "essai"}
        asks(call=application.call, code="identity", label="Pièce d’identité", **asked_of)
        asks(call=application.call, code="charter", label="Statuts", category="9", **asked_of)
        BankDetails.objects.filter(organization=agreement.organization).update(status="withdrawn")
        Role.objects.filter(scope_code=str(agreement.organization_id)).update(until=clock.today())
        assert [it.label for it in queries.lacking(agreement)] == [
            "le compte bancaire vérifié",
            "une personne qui peut signer",
            "Pièce d’identité",
        ]
        assert [len(lacks) for lacks in queries.to_edit(REQUESTER).values()] == [3]
        before = count_rows()
        with pytest.raises(RuleBroken, match=r"vérifiées. Personne .* Un document manque : Pièce d’identité"):
            PERFORM["generate"](agreement)
        assert count_rows() == before

    def test_a_document_given_no_longer_lacks_until_it_is_refused(self) -> None:
        agreement = asked()
        application = agreement.award.application
        asks(call=application.call, code="identity", label="Pièce d’identité", needed_for="agreement", source="essai")
        host = host_of(agreement)
        applications.give_piece(application_id=application.pk, code="identity", filename="a.pdf", content=b"%PDF-1.7\n%%EOF\n", by=host)
        assert queries.lacking(agreement) == []
        Piece.objects.update(answer="refused", said="illisible", answered_by=host.pk, answered_at=clock.now())
        assert [it.label for it in queries.lacking(agreement)] == ["Pièce d’identité"]

    def test_many_agreements_are_asked_about_at_once(self, django_assert_max_num_queries: Most) -> None:
        for _ in range(4):
            asked()
        with django_assert_max_num_queries(6):
            assert list(map(len, queries.to_edit(REQUESTER).values())) == [0] * 4


class TestPower:
    def test_the_one_who_represents_the_host_signs_by_the_act_that_names_her(self) -> None:
        agreement = asked()
        application = agreement.award.application
        assert (found := queries.power(agreement, clock.today())) and (found.capacity, found.visa) == ("représentante légale", "")
        asks(call=application.call, code="signatory", label="Acte", needed_for="filing", source="essai")
        content, by = b"%PDF-1.7\n%%EOF\n", host_of(agreement)
        applications.give_piece(application_id=application.pk, code="signatory", filename="a.pdf", content=content, by=by)
        facts = PERFORM["generate"](agreement).facts
        assert facts["power"] == "Vu l’acte qui désigne la personne qui signe, fourni par la structure le 1ᵉʳ mars 2021"

    def test_a_secretary_signs_by_her_delegation_as_long_as_it_lasts(self) -> None:
        agreement = asked()
        host = str(agreement.organization_id)
        Role.objects.filter(scope_code=host).update(until=clock.today())
        secretary = RoleFactory(name=RoleName.HOST_SECRETARY, scope_kind="organization", scope_code=host).person
        assert queries.power(agreement, clock.today()) is None
        day = dt.date(2021, 2, 1)
        Delegation.objects.create(
            organization=agreement.organization,
            person_id=secretary.pk,
            capacity="adjoint",
            basis="Arrêté 12",
            since=day,
            until=clock.today(),
        )
        found = queries.power(agreement, clock.today())
        assert found and found.name == str(secretary)
        assert found.visa == "Vu la délégation de signature « Arrêté 12 », en vigueur du 1ᵉʳ février 2021 au 1ᵉʳ mars 2021"
        assert queries.power(agreement, dt.date(2021, 3, 2)) is None


def test_a_host_that_has_not_signed_after_thirty_days_is_reminded_once() -> None:
    agreement = ready()
    signed_by_host()
    reminded = Letter.objects.filter(kind="agreement.reminded")
    assert (actions.remind(on=dt.date(2021, 3, 30)), reminded.count()) == (0, 0)
    assert actions.remind(on=dt.date(2021, 3, 31)) == 1 == actions.remind(on=dt.date(2021, 4, 1)) + 1
    assert [it.about_id for it in reminded] == [agreement.pk]
