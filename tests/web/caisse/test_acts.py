"""The acts of the Caisse des Dépôts, each through its page."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents.models import Document
from lucette.foundation.journal.models import Entry
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import actions
from lucette.scheme.payments.adapters import Receipt
from lucette.scheme.payments.models import BankStatement, Batch, Order, StatementLine
from lucette.scheme.payments.queries import local_bank
from lucette.scheme.posts import actions as posts
from tests.foundation.accounts.factories import PersonFactory
from tests.foundation.organizations.factories import BankDetailsFactory
from tests.scheme.agreements import factories as agreements
from tests.scheme.fund.factories import DIRECTOR
from tests.scheme.payments import factories
from tests.web.doors import closed, forbidden, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
R = RoleName


def at(name: str, pk: object) -> str:
    return reverse(f"caisse:{name}", args=[pk])


class TestAgreements:
    def test_the_requester_edits_an_agreement_and_sees_the_instalments_before(self, client: Client) -> None:
        it = agreements.asked()
        signed_in(client, R.REQUESTER)
        assert at("generate", it.pk) in read(client, at("agreement", it.pk))
        assert "Signature de la convention" in read(client, at("generate", it.pk))
        assert f"La convention {it.number} est éditée" in send(client, at("generate", it.pk))
        it.refresh_from_db()
        assert it.status == "ready"
        assert "On ne peut pas éditer" in sent_away(client, at("generate", it.pk))

    def test_the_delegate_signs_what_she_did_not_edit(self, client: Client) -> None:
        it = agreements.signed_by_host()
        posts.create_for_award(award_id=it.award_id, by=DIRECTOR)
        signed_in(client, R.CAISSE_DELEGATE)
        page = read(client, at("agreement", it.pk))
        assert at("sign", it.pk) in page and "Article 4 – Versements" in page and "à signer maintenant" in page
        assert "Article 9 – Litiges" in read(client, at("sign", it.pk)), "she reads what she signs"
        assert "est signée : elle est en vigueur" in send(client, at("sign", it.pk))
        it.refresh_from_db()
        assert it.status == "in_force"

    def test_the_person_who_edited_cannot_sign_in_another_role(self, client: Client) -> None:
        it = agreements.signed_by_host()
        person = PersonFactory()
        it.generated_by = person.pk
        it.save(update_fields=["generated_by"])
        signed_in(client, R.CAISSE_DELEGATE, person=person)
        assert at("sign", it.pk) not in read(client, at("agreement", it.pk))
        assert "une autre personne doit la signer" in forbidden(client, at("sign", it.pk))

    def test_an_agreement_is_cancelled_with_its_reason(self, client: Client) -> None:
        it = agreements.asked()
        signed_in(client, R.REQUESTER)
        assert "Cette réponse est nécessaire" in refused(client, at("cancel_agreement", it.pk), reason="")
        assert "est annulée" in send(client, at("cancel_agreement", it.pk), reason="La structure renonce")
        assert "On ne peut pas annuler" in sent_away(client, at("cancel_agreement", it.pk), reason="encore")

    def test_a_report_is_asked_for_an_agreement_in_force_and_a_wrong_period_keeps_what_was_typed(self, client: Client) -> None:
        it = factories.agreement()
        signed_in(client, R.CERTIFIER)
        address = at("ask_report", it.pk)
        page = refused(client, address, starts_on="2021-06-30", ends_on="2021-01-01")
        assert "finit avant de commencer" in page and 'value="2021-06-30"' in page
        assert "réponse attendue avant le" in send(client, address, starts_on="2021-01-01", ends_on="2021-06-30")

    def test_other_hands_find_nothing_there(self, client: Client) -> None:
        it = agreements.asked()
        signed_in(client, R.ACCOUNTANT)
        assert closed(client, *(at(name, it.pk) for name in ("generate", "sign", "cancel_agreement", "ask_report")))
        signed_in(client, R.AUDITOR)
        assert closed(client, *(at(name, it.pk) for name in ("generate", "sign", "cancel_agreement", "ask_report")))


STEPS = [
    ("certify", R.CERTIFIER, factories.requested, "certified", "est certifié"),
    ("give_order", R.AUTHORISING_OFFICER, factories.certified, "ordered", "est ordonnancé"),
    ("countersign", R.AUTHORISING_OFFICER, factories.to_countersign, "ordered", "est contresigné"),
    ("take_in_charge", R.ACCOUNTANT, factories.ordered, "accepted", "est pris en charge"),
]
BACKWARDS = [
    ("send_back", R.CERTIFIER, factories.requested, "sent_back", "est renvoyé"),
    ("decline", R.AUTHORISING_OFFICER, factories.to_countersign, "certified", "n’est pas contresigné"),
    ("reject", R.ACCOUNTANT, factories.accepted, "certified", "est rejeté"),
    ("refuse_by_bank", R.ACCOUNTANT, lambda: factories.sent().orders.get(), "certified", "refus de la banque est constaté"),
]


class TestOrders:
    @pytest.mark.parametrize(("name", "role", "make", "after", "receipt"), STEPS)
    def test_each_hand_does_its_act_once(self, client: Client, name, role, make, after, receipt) -> None:
        it = make()
        signed_in(client, role)
        assert at(name, it.pk) in read(client, at("order", it.pk))
        assert str(it.cents // 100)[:2] in read(client, at(name, it.pk))
        assert receipt in send(client, at(name, it.pk))
        assert Order.objects.get(pk=it.pk).status == after
        sent_away(client, at(name, it.pk))
        assert at(name, it.pk) not in read(client, at("order", it.pk))

    @pytest.mark.parametrize(("name", "role", "make", "after", "receipt"), BACKWARDS)
    def test_an_order_goes_back_with_a_reason_only(self, client: Client, name, role, make, after, receipt) -> None:
        it = make()
        signed_in(client, role)
        assert at(name, it.pk) in read(client, at("order", it.pk))
        before = Entry.objects.count()
        assert "Cette réponse est nécessaire" in refused(client, at(name, it.pk), reason="  ")
        assert "a" * 201 in refused(client, at(name, it.pk), reason="a" * 201), "what was typed is kept"
        assert Entry.objects.count() == before
        assert receipt in send(client, at(name, it.pk), reason="Le compte est clos")
        it.refresh_from_db()
        assert (it.status, it.reason) == (after, "Le compte est clos")
        sent_away(client, at(name, it.pk), reason="encore")

    @pytest.mark.parametrize(("name", "role", "make"), [step[:3] for step in STEPS])
    def test_the_same_person_never_holds_two_hands(self, client: Client, name, role, make) -> None:
        it = make()
        person = PersonFactory(id=it.requested_by)
        signed_in(client, role, person=person)
        assert at(name, it.pk) not in read(client, at("order", it.pk))
        assert "quatre personnes différentes" in forbidden(client, at(name, it.pk)).replace("\n", " ")
        it.refresh_from_db()
        assert it.status == make.__name__

    def test_a_hand_finds_no_page_for_the_acts_of_the_others(self, client: Client) -> None:
        it = factories.requested()
        for role, mine in (
            (R.CERTIFIER, {"certify", "certify_again", "send_back"}),
            (R.AUTHORISING_OFFICER, {"give_order", "countersign", "decline"}),
            (R.AUDITOR, set()),
        ):
            signed_in(client, role)
            others = {name for name, *_ in (*STEPS, *BACKWARDS)} - mine
            assert closed(client, *(at(name, it.pk) for name in others))

    def test_an_order_is_certified_again_once_the_account_has_changed(self, client: Client) -> None:
        it = factories.certified()
        signed_in(client, R.CERTIFIER)
        assert at("certify_again", it.pk) not in read(client, at("order", it.pk))
        assert "n’ont pas changé" in refused(client, at("certify_again", it.pk))
        it.bank_details.move_to("replaced", act="replace", on=clock.now(), by=factories.CERTIFIER)
        BankDetailsFactory(organization=it.organization, active=True)
        assert at("certify_again", it.pk) in read(client, at("order", it.pk))
        assert "nouvelles coordonnées bancaires" in send(client, at("certify_again", it.pk))


class TestRequests:
    def test_an_instalment_is_asked_for_once(self, client: Client) -> None:
        first = factories.schedule()[0]
        signed_in(client, R.REQUESTER)
        assert "à la certification" in send(client, at("request", first.pk))
        assert Order.objects.get().status == "requested"
        assert "n’a rien à demander" in sent_away(client, at("request", first.pk))
        assert "n’a rien à demander" in sent_away(client, at("request", uuid.uuid4()))

    def test_an_invoice_is_asked_for_once(self, client: Client) -> None:
        supplier = BankDetailsFactory(active=True).organization
        invoice = actions.order_service(
            endowment_id=factories.endowment().pk, organization_id=supplier.pk, envelope="training", nature="training",
            label="Session de mars", cents=90_000, service_id=uuid.uuid4(), by=factories.REQUESTER,
        )  # fmt: skip
        signed_in(client, R.REQUESTER)
        assert at("request_invoice", invoice.pk) in read(client, at("invoice", invoice.pk))
        assert "à la certification" in send(client, at("request_invoice", invoice.pk))
        assert "déjà demandé" in sent_away(client, at("request_invoice", invoice.pk))


def tick(client: Client, word: str, *chosen: object) -> str:
    """Tick these lines at this desk and send: the page of the result."""
    address = reverse("caisse:desk", args=[word])
    once = re.search(r'name="once" value="([^"]+)"', read(client, address))
    answer = client.post(address, {"once": once[1] if once else "", "choix": [str(pk) for pk in chosen]}, follow=True)
    return answer.content.decode()


class TestDesks:
    def test_several_orders_are_certified_at_once_and_a_refusal_holds_up_no_other(self, client: Client) -> None:
        first, second = factories.requested(), factories.requested()
        person = PersonFactory()
        mine = actions.request(instalment_id=factories.schedule()[0].pk, by=Actor(person.pk, R.REQUESTER))
        signed_in(client, R.CERTIFIER, person=person)
        page = tick(client, "certifier", first.pk, second.pk, mine.pk)
        assert "2 lignes traitées sur 3." in page and mine.number in page and "quatre personnes différentes" in page
        assert [Order.objects.get(pk=it.pk).status for it in (first, second, mine)] == ["certified", "certified", "requested"]

    @pytest.mark.parametrize(
        ("word", "role", "make", "after"),
        [
            ("ordonnancer", R.AUTHORISING_OFFICER, factories.certified, "ordered"),
            ("payer", R.ACCOUNTANT, factories.ordered, "accepted"),
        ],
    )
    def test_each_desk_plays_its_own_act(self, client: Client, word, role, make, after) -> None:
        it = make()
        signed_in(client, role)
        assert "1 ligne traitée sur 1." in tick(client, word, it.pk)
        assert Order.objects.get(pk=it.pk).status == after

    def test_instalments_are_asked_for_at_once(self, client: Client) -> None:
        first = factories.schedule()[0]
        signed_in(client, R.REQUESTER)
        assert "1 ligne traitée sur 1." in tick(client, "demander", first.pk)

    def test_the_same_form_sent_twice_is_taken_once(self, client: Client) -> None:
        it = factories.requested()
        signed_in(client, R.CERTIFIER)
        token = str(uuid.uuid4())
        address = reverse("caisse:desk", args=["certifier"])
        client.post(address, {"once": token, "choix": [str(it.pk)]})
        assert "C’était déjà fait" in client.post(address, {"once": token, "choix": [str(it.pk)]}, follow=True).content.decode()

    def test_nothing_ticked_is_told(self, client: Client) -> None:
        factories.requested()
        signed_in(client, R.CERTIFIER)
        assert "Cochez au moins une ligne" in tick(client, "certifier")

    def test_the_others_read_a_desk_without_boxes(self, client: Client) -> None:
        it = factories.requested()
        for role in (R.AUDITOR, R.ACCOUNTANT, R.FUNDER):
            signed_in(client, role)
            page = read(client, reverse("caisse:desk", args=["certifier"]))
            assert it.number in page and 'name="choix"' not in page
            assert client.post(reverse("caisse:desk", args=["certifier"]), {"choix": [str(it.pk)]}).status_code == 404

    def test_all_lines_are_ticked_by_a_link(self, client: Client) -> None:
        factories.requested()
        signed_in(client, R.CERTIFIER)
        assert " checked" not in read(client, reverse("caisse:desk", args=["certifier"]))
        assert " checked" in read(client, reverse("caisse:desk", args=["certifier"]) + "?tout=1")

    def test_a_desk_is_paged_and_exported(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("lucette.web.gate.bulk.SHOWN", 1)
        first, second = sorted((factories.requested(), factories.requested()), key=lambda it: it.pk)
        signed_in(client, R.CERTIFIER)
        address = reverse("caisse:desk", args=["certifier"])
        page = read(client, address)
        assert f"apres={first.pk}" in page and second.number not in page
        assert second.number in read(client, f"{address}?apres={first.pk}")
        assert second.number in client.get(f"{address}?format=csv").content.decode("utf-8-sig")
        assert client.get(reverse("caisse:desk", args=["nulle-part"])).status_code == 404


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("releve.xml", content, content_type="application/xml")


class TestBank:
    def test_orders_taken_in_charge_leave_in_a_batch_and_come_back_by_the_statement(self, client: Client) -> None:
        """The whole loop, by hand: batch, sending, the stand-in's answer, tried then read."""
        order = factories.accepted()
        other = factories.accepted(instalment=None)
        signed_in(client, R.ACCOUNTANT)
        desk = read(client, reverse("caisse:desk", args=["payer"]))
        assert at("freeze_batch", order.endowment_id) in desk
        page = send(client, at("freeze_batch", order.endowment_id), orders=[str(order.pk)], execution_on=clock.today().isoformat())
        batch = Batch.objects.get(endowment_id=order.endowment_id)
        assert "est composé" in page and "disent la même chose" in page and other.batch_id is None
        assert "est envoyé à la banque" in send(client, at("send_batch", batch.pk))
        page = read(client, at("batch", batch.pk))
        assert "Obtenir le relevé de la banque de démonstration" in page
        answer = client.get(at("demonstration_bank", batch.endowment_id))
        assert answer.status_code == 200 and b"camt.053" in answer.content
        tried = send(client, at("give_statement", batch.endowment_id), file=upload(answer.content))
        assert order.number in tried and "lignes rapprochées" in tried and "Étape 2 sur 3" in tried
        assert not BankStatement.objects.exists() and Order.objects.get(pk=order.pk).status == "sent", "nothing is written"
        address = at("read_statement", Document.objects.get(kind="statement_given").pk)
        assert "Relevé enregistré" in send(client, address)
        assert Order.objects.get(pk=order.pk).status == "executed"
        assert "déjà lu" in send(client, address) and BankStatement.objects.count() == 1

    def test_a_batch_is_given_up_with_its_reason(self, client: Client) -> None:
        batch = factories.frozen()
        signed_in(client, R.ACCOUNTANT)
        refused(client, at("cancel_batch", batch.pk), reason="")
        assert "est abandonné" in send(client, at("cancel_batch", batch.pk), reason="Un ordre est à revoir")
        assert "On ne peut pas" in sent_away(client, at("send_batch", batch.pk))

    def test_a_batch_refuses_a_day_gone_by_and_keeps_what_was_chosen(self, client: Client) -> None:
        order = factories.accepted()
        signed_in(client, R.ACCOUNTANT)
        page = refused(client, at("freeze_batch", order.endowment_id), orders=[str(order.pk)], execution_on="2021-01-01")
        assert "déjà passée" in page and re.search(r"<input[^>]*checked", page)
        assert "Aucun ordre n’attend" in sent_away(client, at("freeze_batch", uuid.uuid4()))

    def test_a_file_that_is_no_statement_is_refused_at_the_first_step(self, client: Client) -> None:
        endowment = factories.endowment()
        signed_in(client, R.ACCOUNTANT)
        assert "n’est pas" in refused(client, at("give_statement", endowment.pk), file=upload(b"<a/>"))
        assert closed_to_others(client, at("give_statement", endowment.pk), at("demonstration_bank", endowment.pk))

    def test_a_credit_that_nobody_announced_is_recognised_as_a_tranche(self, client: Client) -> None:
        line = unknown_credit()
        signed_in(client, R.ACCOUNTANT)
        assert at("line", line.pk) in read(client, reverse("caisse:lines"))
        page = read(client, at("line", line.pk))
        assert at("recognise", line.pk) in page and at("recognise_return", line.pk) in page and at("recognise_charge", line.pk) not in page
        assert "La tranche de" in send(client, at("recognise", line.pk))
        line.refresh_from_db()
        assert line.status == "matched"
        sent_away(client, at("recognise", line.pk))
        signed_in(client, R.AUDITOR)
        assert closed(client, at("recognise", line.pk)) and read(client, reverse("caisse:lines"))


def closed_to_others(client: Client, *addresses: str) -> bool:
    signed_in(client, R.CERTIFIER)
    return {client.get(it).status_code for it in addresses} == {404}


def unknown_credit() -> StatementLine:
    """A credit on the statement that no tranche explains: the tranche was recorded elsewhere under another reference."""
    endowment = factories.endowment(cash=0)
    content = local_bank(endowment.pk).execute([], [Receipt(5_000_00, "VIR-1", "DGCL")], on=clock.today())
    actions.read_statement(endowment_id=endowment.pk, content=content, by=factories.ACCOUNTANT)
    return StatementLine.objects.get(statement__endowment=endowment)


def test_the_bank_s_stand_in_is_a_demonstration_only(client: Client, settings) -> None:
    endowment = factories.endowment()
    signed_in(client, R.ACCOUNTANT)
    settings.DEMONSTRATION = False
    assert client.get(at("demonstration_bank", endowment.pk)).status_code == 404


def test_money_received_is_free_for_orders(client: Client) -> None:
    order = factories.certified()
    fund.receive_tranche(endowment_id=order.endowment_id, cents=1_00, bank_reference="T2", on=dt.date(2021, 3, 1), by=factories.ACCOUNTANT)
    signed_in(client, R.AUTHORISING_OFFICER)
    assert "libres en trésorerie" in read(client, at("give_order", order.pk))
