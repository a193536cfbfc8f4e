"""A bank account: every act in every state by every role, and what PostgreSQL refuses whatever the channel."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents.models import Document
from lucette.foundation.documents.rules import GivenFile
from lucette.foundation.journal.queries import history
from lucette.foundation.notifications.models import Letter
from lucette.foundation.organizations import actions, queries
from lucette.foundation.organizations.enums import BANK_DETAILS
from lucette.foundation.organizations.models import BankDetails, CallBack, Organization
from lucette.foundation.organizations.rules import Known
from lucette.foundation.organizations.rules import test_iban as iban_of
from lucette.foundation.parameters import actions as parameters
from lucette.kernel import clock
from lucette.kernel.actor import NOBODY, SYSTEM, Actor
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, Unavailable
from tests.foundation.accounts.factories import PersonFactory, actor
from tests.foundation.organizations.factories import RIB, BankDetailsFactory, OrganizationFactory, contact
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
CERTIFIER, REQUESTER, DELEGATE = actor("certifier"), actor("requester"), actor("caisse_delegate")
REASON = "Vérifié auprès de la trésorerie."


def host(organization: Organization, role: str = "host_secretary", person: uuid.UUID | None = None) -> Actor:
    made = actor(role, "organization", organization.pk)
    return Actor(person, made.role, made.scope) if person else made


def declare(organization: Organization, seed: int, by: Actor, known: Known | None = None, **changes: Any) -> BankDetails:
    facts = {"holder": "TEST Trésorerie", "iban": iban_of(seed), "rib": RIB} | changes
    people = known or Known((contact(by.pk, emails=("camille@tulle.fr",), name="Camille Essai"), contact(phone="0639980009")))
    return actions.declare_bank_details(organization_id=organization.pk, known=people, by=by, **facts)


def paid() -> BankDetails:
    """An account in use."""
    it: BankDetails = BankDetailsFactory(active=True)
    return it


def changed(seed: int = 2) -> tuple[BankDetails, Actor, Known]:
    """A change declared by one of two people known for long; who the second is, and what was known."""
    organization = paid().organization
    first, second = host(organization), host(organization, "host_representative")
    known = Known(
        (
            contact(first.pk, name="Camille Essai", phone="0639980002"),
            contact(second.pk, name="Dominique Essai", role="host_representative", phone="0639980003"),
        )
    )
    return declare(organization, seed, first, known), second, known


def confirm(it: BankDetails, second: Actor, known: Known) -> None:
    actions.confirm_bank_details(bank_details_id=it.pk, by=second, known=known)


def call(it: BankDetails, by: Actor = CERTIFIER, result: str = "confirmed") -> CallBack:
    found = {"phone": "0555213000", "source": "annuaire du service public"}  # looked for when no number was known
    return actions.call_back(bank_details_id=it.pk, person_name="Dominique Essai", result=result, by=by, **found)


def ready(it: BankDetails, second: Actor, known: Known) -> None:
    """All that comes before the wait."""
    confirm(it, second, known)
    call(it)
    actions.check_payee(bank_details_id=it.pk, by=CERTIFIER)
    actions.verify_bank_details(bank_details_id=it.pk, by=CERTIFIER)


@contextmanager
def later(hours: float = 72) -> Iterator[None]:
    with clock.at(clock.now() + dt.timedelta(hours=hours)):
        yield


class TestFirstAccount:
    def test_it_is_declared_with_its_document_verified_by_another_and_used_without_waiting(self) -> None:
        organization = OrganizationFactory()
        it = declare(organization, 1, host(organization))
        assert (it.status, it.bic, it.bank, it.change, it.usable_from) == (
            "declared", "CDCGFRPPXXX", "CAISSE DES DEPOTS ET CONSIGNATIONS", False, None,
        )  # fmt: skip
        kept = Document.objects.get()
        assert (kept.kind, kept.content_type, kept.organization_id, kept.public) == ("rib", "application/pdf", organization.pk, False)
        with pytest.raises(RuleBroken, match="il manque la réponse de la banque"):
            actions.verify_bank_details(bank_details_id=it.pk, by=CERTIFIER)
        actions.check_payee(bank_details_id=it.pk, by=CERTIFIER)
        actions.verify_bank_details(bank_details_id=it.pk, by=CERTIFIER)
        actions.activate_bank_details(bank_details_id=it.pk, by=CERTIFIER)
        assert queries.active_bank_details(organization.pk) == it
        assert not Letter.objects.exists()
        assert [entry.act for entry in history(it)] == [
            "bank_details.declared", "bank_details.payee_checked", "bank_details.verified", "bank_details.activated",
        ]  # fmt: skip

    def test_nothing_is_confirmed_nor_needs_a_call(self) -> None:
        it = BankDetailsFactory()
        with pytest.raises(RuleBroken, match="premier compte"):
            actions.confirm_bank_details(bank_details_id=it.pk, by=host(it.organization))

    def test_an_account_declared_again_replaces_the_one_that_waited(self) -> None:
        organization = OrganizationFactory()
        by = host(organization)
        first, second = declare(organization, 1, by), declare(organization, 2, by)
        first.refresh_from_db()
        assert (first.status, second.status, second.change) == ("replaced", "declared", False)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"iban": "FR00"}, "iban"),
            ({"iban": "BR1800360305000010009795493C1"}, "iban"),
            ({"holder": " "}, "holder"),
            ({"rib": None}, "rib"),
            ({"rib": GivenFile("rib.pdf", b"<html>%PDF-</html>")}, "rib"),
            ({"rib": GivenFile("rib.pdf", b"MZ" + bytes(2000) + b"%PDF-1.4 %%EOF")}, "rib"),
        ],
    )
    def test_what_is_wrong_is_said_on_its_field_and_nothing_is_written(self, changes: dict[str, Any], field: str) -> None:
        organization = OrganizationFactory()
        before = count_rows()
        with pytest.raises(Invalid) as refusal:
            declare(organization, 1, host(organization), **changes)
        assert set(refusal.value.fields) == {field} and count_rows() == before

    def test_the_same_account_twice_is_refused(self) -> None:
        organization = OrganizationFactory()
        declare(organization, 1, host(organization))
        with pytest.raises(RuleBroken, match="déjà déclaré"):
            declare(organization, 1, host(organization), holder="TEST  Trésorerie ")

    def test_only_the_structure_declares_and_the_imports_without_a_document(self) -> None:
        ours, theirs = OrganizationFactory(), OrganizationFactory()
        before = count_rows()
        for by, refusal in [
            (host(theirs), NotFound), (actor("prefecture", "department", "19"), Forbidden), (CERTIFIER, Forbidden), (NOBODY, NotFound),
            (actor("adviser", "organization", ours.pk), Forbidden),
        ]:  # fmt: skip
            with pytest.raises(refusal):
                declare(ours, 1, by)
        assert count_rows() == before
        for seed, by in enumerate([host(ours), host(ours, "host_representative")]):
            declare(ours, seed, by)
        for seed, by in enumerate([actor("importer"), SYSTEM]):
            declare(ours, 10 + seed, by, rib=None)


class TestChange:
    def test_it_waits_three_days_a_second_person_a_call_back_and_another_hand(self) -> None:
        it, second, known = changed()
        former = it.replaces
        assert it.usable_from == it.created_at + dt.timedelta(hours=72) and it.call_phone == "0639980003"
        with pytest.raises(RuleBroken, match=r"la confirmation par une seconde personne de la structure, un rappel .* et la réponse"):
            actions.verify_bank_details(bank_details_id=it.pk, by=CERTIFIER)
        ready(it, second, known)
        with later(71.9), pytest.raises(RuleBroken, match="à partir du 4 mars 2021 à 9 h 00"):
            actions.activate_bank_details(bank_details_id=it.pk, by=REQUESTER)
        assert queries.active_bank_details(it.organization_id) == former
        with later():
            with pytest.raises(Forbidden, match="Vous avez rappelé la structure"):
                actions.activate_bank_details(bank_details_id=it.pk, by=CERTIFIER)
            actions.activate_bank_details(bank_details_id=it.pk, by=REQUESTER)
        former.refresh_from_db()
        assert (queries.active_bank_details(it.organization_id), former.status) == (it, "replaced")

    def test_every_contact_known_before_is_warned_and_the_number_is_never_written_in_full(self) -> None:
        organization = paid().organization
        by = host(organization)
        known = Known((contact(by.pk, emails=("ancienne@tulle.fr", "nouvelle@tulle.fr")), contact(emails=("maire@tulle.fr",))))
        it = declare(organization, 2, by, known)
        letters = Letter.objects.filter(kind="bank_details.declared")
        assert {letter.to_email for letter in letters} == {"ancienne@tulle.fr", "nouvelle@tulle.fr", "maire@tulle.fr"}
        assert not any(it.iban[6:20] in letter.body.replace(" ", "") for letter in letters)
        assert all(it.masked_iban in letter.body for letter in letters)

    def test_the_wait_is_a_dated_parameter(self) -> None:
        reason = "Consigne de la DGFiP"
        parameters.decide(code="bank_details.cooling_hours", value=120, since=clock.today(), reason=reason, by=DELEGATE)
        it, _, _ = changed()
        assert it.usable_from == it.created_at + dt.timedelta(hours=120)

    def test_it_is_confirmed_once_by_another_person_of_the_structure(self) -> None:
        it, second, known = changed()
        with pytest.raises(Forbidden, match="une autre personne de votre structure"):
            confirm(it, host(it.organization, person=it.declared_by), known)
        with pytest.raises(NotFound):
            confirm(it, host(OrganizationFactory()), known)
        with pytest.raises(Forbidden):
            confirm(it, CERTIFIER, known)
        confirm(it, second, known)
        with pytest.raises(RuleBroken, match="déjà confirmé"):
            confirm(it, second, known)

    def test_whoever_acts_for_the_structure_stops_it(self) -> None:
        it, second, _ = changed()
        actions.withdraw_bank_details(bank_details_id=it.pk, by=second)
        it.refresh_from_db()
        assert it.status == "withdrawn" and queries.active_bank_details(it.organization_id) == it.replaces

    def test_a_call_without_answer_is_made_again(self) -> None:
        it, second, known = changed()
        confirm(it, second, known)
        call(it, result="unreached")
        assert "un rappel de la structure qui confirme ce compte" in queries.lacking_to_verify(BankDetails.objects.get(pk=it.pk))
        call(it)
        assert [made.phone for made in queries.calls(it.pk, CERTIFIER)] == ["0639980003"] * 2

    def test_no_number_known_is_held_and_the_call_says_where_its_number_comes_from(self) -> None:
        organization = paid().organization
        it = declare(organization, 2, host(organization), Known())
        assert (it.status, it.call_phone) == ("on_hold", "") and "nobody_to_call" in it.alerts
        actions.release_bank_details(bank_details_id=it.pk, reason=REASON, by=DELEGATE)
        facts = {"person_name": "Maire", "result": "confirmed", "phone": "0555213000", "source": "annuaire du service public"}
        assert actions.call_back(bank_details_id=it.pk, by=CERTIFIER, **facts).source == "annuaire du service public"


class TestHeld:
    def test_a_third_person_decides_with_her_reasons_and_everything_is_checked_again(self) -> None:
        it, second, known = changed()
        confirm(it, second, known)
        call(it, result="denied")
        it.refresh_from_db()
        assert (it.status, list(it.alerts)) == ("on_hold", ["denied"])
        with pytest.raises(Invalid, match="dix caractères"):
            actions.release_bank_details(bank_details_id=it.pk, reason="Oui", by=DELEGATE)
        actions.release_bank_details(bank_details_id=it.pk, reason=REASON, by=DELEGATE)
        it.refresh_from_db()
        assert (it.status, it.released_by, it.decision) == ("declared", DELEGATE.pk, REASON)
        assert "un rappel" in " ".join(queries.lacking_to_verify(it))

    def test_a_second_suspicion_asks_for_a_second_decision(self) -> None:
        it: BankDetails = BankDetailsFactory(on_hold=True)
        actions.release_bank_details(bank_details_id=it.pk, reason=REASON, by=DELEGATE)
        actions.hold_bank_details(bank_details_id=it.pk, reason="La trésorerie a un doute.", by=CERTIFIER)
        it.refresh_from_db()
        assert (it.status, it.released_by, len(it.alerts)) == ("on_hold", None, 2)

    def test_a_refused_account_is_told_to_those_known_before(self) -> None:
        organization = paid().organization
        it = declare(organization, 2, host(organization), Known((contact(emails=("maire@tulle.fr",)),)))
        actions.refuse_bank_details(bank_details_id=it.pk, reason=REASON, by=DELEGATE)
        assert {letter.to_email for letter in Letter.objects.filter(kind="bank_details.refused")} == {"maire@tulle.fr"}

    def test_the_delegate_who_had_another_hand_does_not_decide(self) -> None:
        it = BankDetailsFactory(on_hold=True, declared_by=DELEGATE.pk)
        with pytest.raises(Forbidden, match="déjà intervenu"):
            actions.release_bank_details(bank_details_id=it.pk, reason=REASON, by=DELEGATE)

    def test_who_released_does_not_verify(self) -> None:
        it = BankDetailsFactory(on_hold=True)
        actions.release_bank_details(bank_details_id=it.pk, reason=REASON, by=DELEGATE)
        with pytest.raises(Forbidden, match="levé la retenue"):
            actions.check_payee(bank_details_id=it.pk, by=Actor(DELEGATE.pk, "certifier"))

    def test_while_held_no_other_account_is_declared(self) -> None:
        it = BankDetailsFactory(on_hold=True)
        with pytest.raises(RuleBroken, match="retenu pour contrôle"):
            declare(it.organization, 3, host(it.organization))


class TestPayee:
    @pytest.mark.parametrize(
        ("seed", "match", "status"),
        [(1, "MTCH", "declared"), (997, "CMTC", "declared"), (998, "NMTC", "on_hold"), (999, "NOAP", "declared")],
    )
    def test_the_answer_of_the_bank_is_kept_and_no_match_holds(self, seed: int, match: str, status: str) -> None:
        organization = OrganizationFactory()
        it = actions.check_payee(bank_details_id=declare(organization, seed, host(organization)).pk, by=CERTIFIER)
        it.refresh_from_db()
        assert (it.payee_match, it.status, bool(it.payee_name)) == (match, status, match == "CMTC")
        assert uuid.UUID(it.payee_reference)

    def test_no_answer_writes_nothing(self, settings) -> None:
        it = BankDetailsFactory()
        settings.PAYEE_VERIFIER, settings.PAYEE_VERIFIER_URL = "http", "http://127.0.0.1:1"
        before = count_rows()
        with pytest.raises(Unavailable, match="rien n’est enregistré"):
            actions.check_payee(bank_details_id=it.pk, by=CERTIFIER)
        assert count_rows() == before


def confirmed(it: BankDetails, second: Actor) -> None:
    first = contact(it.declared_by, name="Camille Essai", phone="0639980002")
    confirm(it, second, Known((first, contact(second.pk, name="Dominique Essai", phone="0639980003"))))


PERFORM: dict[str, Callable[[BankDetails], object]] = {
    "confirm": lambda it: confirmed(it, host(it.organization)),
    "call_back": lambda it: call(it),
    "check_payee": lambda it: actions.check_payee(bank_details_id=it.pk, by=CERTIFIER),
    "verify": lambda it: actions.verify_bank_details(bank_details_id=it.pk, by=CERTIFIER),
    "hold": lambda it: actions.hold_bank_details(bank_details_id=it.pk, reason=REASON, by=CERTIFIER),
    "release": lambda it: actions.release_bank_details(bank_details_id=it.pk, reason=REASON, by=DELEGATE),
    "refuse": lambda it: actions.refuse_bank_details(bank_details_id=it.pk, reason=REASON, by=DELEGATE),
    "activate": lambda it: actions.activate_bank_details(bank_details_id=it.pk, by=REQUESTER),
    "withdraw": lambda it: actions.withdraw_bank_details(bank_details_id=it.pk, by=host(it.organization)),
}
HANDS = {
    "confirm": {"host_representative", "host_secretary"},
    "withdraw": {"host_representative", "host_secretary"},
    "release": {"caisse_delegate"},
    "refuse": {"caisse_delegate"},
    **{act: {"certifier", "requester"} for act in ("call_back", "check_payee", "verify", "hold", "activate")},
}
BEFORE = {"activate": "verified", "release": "on_hold", "refuse": "on_hold"}


def in_state(status: str, act: str = "") -> BankDetails:
    """An account in this state; a change for the act that only a change knows, all its checks done for the act that asks them."""
    if act == "confirm" and status == "declared":
        return BankDetailsFactory(change=True, confirmed_by=None, confirmed_at=None)
    done = {"payee_match": "NOAP"} if act == "verify" else {}
    it: BankDetails = BankDetailsFactory(**{status: True}, **done)
    return it


@pytest.mark.parametrize(("status", "act"), edges(BANK_DETAILS, without={"replace"}))
def test_every_status_and_act_of_bank_details(status: str, act: str) -> None:
    assert_edge(BANK_DETAILS, status, act, lambda s: in_state(s, act), PERFORM)


@pytest.mark.parametrize("role", [*RoleName.values, "system", ""])
@pytest.mark.parametrize("act", PERFORM)
def test_every_act_by_every_role(act: str, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    it = in_state(BEFORE.get(act, "declared"), act)
    scope = "organization" if role in HANDS["confirm"] | {"adviser"} else "national"
    by = SYSTEM if role == "system" else NOBODY if not role else actor(role, scope, it.organization_id if scope == "organization" else "")
    perform = PERFORM[act]
    for name in ("CERTIFIER", "REQUESTER", "DELEGATE"):
        monkeypatch.setitem(globals(), name, by)
    monkeypatch.setitem(globals(), "host", lambda organization, *_: by)
    if act == "call_back":
        perform = lambda it: call(it, by)  # noqa: E731 – a default is bound before the patch
    before = count_rows()
    if role in HANDS[act]:
        perform(it)
        return
    with pytest.raises((Forbidden, NotFound)):
        perform(it)
    assert count_rows() == before


class TestWalls:
    """The same, refused by PostgreSQL to who writes SQL."""

    def refused(self, it: BankDetails, words: str, **changes: Any) -> None:
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            BankDetails.objects.filter(pk=it.pk).update(**changes)

    def test_an_account_is_never_changed_nor_removed(self) -> None:
        it = paid()
        for name, value in {"iban": iban_of(9), "holder": "Autre", "bic": "X", "declared_by": uuid.uuid4(), "call_phone": "06"}.items():
            self.refused(it, "never changed", **{name: value})
        self.refused(it, "never changed", usable_from=clock.now())
        with pytest.raises(IntegrityError, match="never removed"), transaction.atomic():
            BankDetails.objects.filter(pk=it.pk).delete()

    def test_the_same_person_twice(self) -> None:
        it = BankDetailsFactory(change=True, verified=True)
        self.refused(it, "one natural person", verified_by=it.declared_by)
        self.refused(it, "one natural person", verified_by=it.confirmed_by)
        ours = {"status": "active", "active_since": clock.now()}
        self.refused(it, "one natural person", **ours, activated_by=it.declared_by)
        self.refused(it, "one natural person", **ours, activated_by=it.confirmed_by)
        self.refused(it, "who called back does not activate", **ours, activated_by=it.calls.get().called_by)
        other = BankDetailsFactory(change=True, confirmed_by=None, confirmed_at=None)
        self.refused(other, "one natural person", confirmed_by=other.declared_by, confirmed_at=clock.now())
        self.refused(it, "confirmed once", confirmed_by=uuid.uuid4())

    def test_two_accounts_of_one_natural_person(self) -> None:
        first = PersonFactory()
        other = PersonFactory(same_person_as=first)
        it = BankDetailsFactory(change=True, declared_by=first.pk, confirmed_by=None, confirmed_at=None)
        self.refused(it, "one natural person", confirmed_by=other.pk, confirmed_at=clock.now())
        with pytest.raises(Forbidden, match="avec un autre accès"):
            confirmed(it, host(it.organization, person=other.pk))
        with pytest.raises(Forbidden, match="avec un autre accès"):
            call(it, Actor(other.pk, "certifier"))

    def test_a_change_before_its_wait_without_its_call_or_its_confirmation(self) -> None:
        it, _, _ = changed()
        verified = {"status": "verified", "verified_by": uuid.uuid4(), "verified_at": clock.now(), "payee_match": "MTCH"}
        self.refused(it, "call back", **verified, confirmed_by=uuid.uuid4(), confirmed_at=clock.now())
        call(it)
        self.refused(it, "change_confirmed", **verified)
        self.refused(it, "step by step", status="active", active_since=clock.now(), activated_by=uuid.uuid4())
        BankDetails.objects.filter(pk=it.pk).update(**verified, confirmed_by=uuid.uuid4(), confirmed_at=clock.now())
        BankDetails.objects.filter(pk=it.replaces_id).update(status="replaced")
        self.refused(it, "after_the_wait", status="active", active_since=clock.now(), activated_by=uuid.uuid4())

    def test_a_change_that_calls_itself_a_first_account(self) -> None:
        former = paid()
        BankDetails.objects.filter(pk=former.pk).update(status="replaced")
        with pytest.raises(IntegrityError, match="this is a change"), transaction.atomic():
            BankDetails.objects.create(
                organization=former.organization, holder="x", iban="FR76", bic="X", declared_by=uuid.uuid4(), status="active",
                verified_by=uuid.uuid4(), verified_at=clock.now(), active_since=clock.now(), payee_match="MTCH",
            )  # fmt: skip

    def test_a_wait_of_a_minute(self) -> None:
        former = paid()
        with pytest.raises(IntegrityError, match="waits a day"), transaction.atomic():
            BankDetails.objects.create(
                organization=former.organization, holder="x", iban="FR76", bic="X", declared_by=uuid.uuid4(), replaces=former,
                usable_from=clock.now() + dt.timedelta(minutes=1),
            )  # fmt: skip

    def test_two_accounts_in_use_or_two_that_wait(self) -> None:
        it = paid()
        with pytest.raises(IntegrityError), transaction.atomic():
            BankDetailsFactory(organization=it.organization, active=True, replaces=it, usable_from=clock.now() + dt.timedelta(days=3))
        waiting = BankDetailsFactory()
        with pytest.raises(IntegrityError, match="one_pending"), transaction.atomic():
            BankDetailsFactory(organization=waiting.organization)

    def test_an_alarm_is_never_silenced_nor_passed_by(self) -> None:
        it = BankDetailsFactory(on_hold=True)
        self.refused(it, "never taken away", alerts={})
        self.refused(it, "step by step|held_until_decided", status="verified", verified_by=uuid.uuid4(), verified_at=clock.now())
        self.refused(it, "decision_has_its_reason", released_by=uuid.uuid4())
        self.refused(it, "one natural person", released_by=it.declared_by, decision=REASON)
        over = BankDetailsFactory(refused=True)
        self.refused(over, "road .* is over", status="declared")

    def test_a_call_on_another_number_or_by_a_hand_of_the_structure_and_a_call_rewritten(self) -> None:
        it, _, _ = changed()
        facts = {"bank_details": it, "person_name": "x", "result": "confirmed"}
        with pytest.raises(IntegrityError, match="number held before"), transaction.atomic():
            CallBack.objects.create(**facts, phone="0600000000", called_by=uuid.uuid4())
        with pytest.raises(IntegrityError, match="does not call back"), transaction.atomic():
            CallBack.objects.create(**facts, phone=it.call_phone, called_by=it.declared_by)
        made = call(it)
        with pytest.raises(Exception, match=r"only ever added|permission denied"), transaction.atomic():
            CallBack.objects.filter(pk=made.pk).update(result="confirmed")
