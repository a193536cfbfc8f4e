"""The bank's pages: a line is explained, an answer is read, a silence is asked about, what came back is asked for again."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents.models import Document
from lucette.foundation.organizations.models import BankDetails
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.adapters import Receipt
from lucette.scheme.payments.adapters.answers import Fate, Movement, statement
from lucette.scheme.payments.models import Order, StatementLine
from tests.foundation.organizations.factories import BankDetailsFactory
from tests.scheme.payments import factories
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
R = RoleName


def at(name: str, pk: object) -> str:
    return reverse(f"caisse:{name}", args=[pk])


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("fichier.xml", content, "application/xml")


def unknown_credit() -> StatementLine:
    endowment = factories.endowment()
    content = factories.bank_of(endowment.pk).execute(receipts=[Receipt(300, "INC-1", "VIREMENT")], on=factories.IN_FORCE)
    actions.read_statement(endowment_id=endowment.pk, content=content, by=factories.ACCOUNTANT)
    return StatementLine.objects.get()


def test_a_line_is_explained_once_and_the_board_shows_two_equal_balances(client: Client) -> None:
    line = unknown_credit()
    board = at("reconciliation", line.statement.endowment_id)
    signed_in(client, R.ACCOUNTANT)
    assert "Recettes à expliquer" in read(client, board) and "au centime" in read(client, board)
    assert "Aucun ordre de cette dotation" in refused(client, at("recognise_return", line.pk), number="OP-1", bank_reason="AC04")
    assert "Les intérêts de" in send(client, at("recognise_interest", line.pk))
    sent_away(client, at("recognise_interest", line.pk))
    signed_in(client, R.CERTIFIER)
    names = ("recognise", "recognise_return", "recognise_interest", "recognise_charge", "recognise_refund", "recognise_error")
    assert closed(client, *(at(name, line.pk) for name in (*names, "recognise_execution")))
    assert read(client, at("line", line.pk)) and read(client, board)


def test_an_answer_of_the_bank_is_tried_then_read_once_and_the_batch_closes(client: Client) -> None:
    batch = factories.sent()
    order = batch.orders.get()
    content = factories.answer_to(batch, Fate(order.pk.hex, 0, "RJCT", "AC04"))
    signed_in(client, R.ACCOUNTANT)
    assert reverse("caisse:give_answer") in read(client, at("batch", batch.pk))
    assert "n’est pas" in refused(client, reverse("caisse:give_answer"), file=upload(b"<a/>"))
    assert "compte clôturé" in send(client, reverse("caisse:give_answer"), file=upload(content))
    kept = Document.objects.get(kind="answer_given")
    assert "1 virement refusé" in send(client, at("read_answer", kept.pk))
    assert "déjà lue" in send(client, at("read_answer", kept.pk))
    assert Order.objects.get(pk=order.pk).status == "certified"
    page = read(client, at("batch", batch.pk))
    assert "refusé" in page and "valable, de" in page
    assert "est clos" in send(client, at("close_batch", batch.pk))
    signed_in(client, R.REQUESTER)
    assert closed(client, reverse("caisse:give_answer"), at("read_answer", kept.pk), at("close_batch", batch.pk))


def test_a_silence_of_the_bank_is_asked_about_with_its_letter(client: Client) -> None:
    order = factories.silent(factories.sent().orders.get())
    signed_in(client, R.ACCOUNTANT)
    address = at("answer_inquiry", order.pk)
    assert address in read(client, at("order", order.pk))
    assert "nécessaire" in refused(client, address, received="non", reason="perdu")
    assert "est certifié" in send(client, address, received="non", reason="perdu", file=upload(b"Lettre"))
    sent_away(client, address, received="non", reason="perdu", file=upload(b"Lettre"))


def test_what_came_back_is_asked_for_again_on_another_account(client: Client) -> None:
    order = factories.returned()
    signed_in(client, R.REQUESTER)
    address = at("replace", order.pk)
    page = read(client, at("order", order.pk))
    assert address in page and "Compte clôturé".lower() in page.lower()
    assert "L’argent est revenu de ce compte" in refused(client, address)
    BankDetails.objects.filter(pk=order.bank_details_id).update(status="replaced")
    BankDetailsFactory(organization=order.organization, active=True, iban=factories.made_up_iban(88))
    assert "à la certification" in send(client, address)
    signed_in(client, R.ACCOUNTANT)
    assert closed(client, address)


def test_a_restitution_is_recognised_and_taken_back_from_the_line_that_told_it(client: Client) -> None:
    line = unknown_credit()
    actions.recognise_interest(line_id=line.pk, by=factories.ACCOUNTANT)
    endowment = line.statement.endowment_id
    told = Movement(300, False, "OUT-1", "RESTITUTION")
    content = statement(factories.bank_of(endowment).iban, 9, factories.IN_FORCE, payments.closing_cents(endowment) or 0, [told])
    actions.read_statement(endowment_id=endowment, content=content, by=factories.ACCOUNTANT)
    it = StatementLine.objects.get(bank_reference="OUT-1")
    signed_in(client, R.ACCOUNTANT)
    address, back = at("recognise_restitution", it.pk), at("reconsider_line", it.pk)
    assert address in read(client, at("line", it.pk)) and "Intérêts reçus" in read(client, address)
    assert "nécessaire" in refused(client, address)
    assert "est enregistrée" in send(client, address, source="interest")
    assert "ne sont plus « restitution à l’État »" in read(client, back)
    assert "attend de nouveau" in send(client, back, reason="wrong_line")
    sent_away(client, back, reason="wrong_line")
    assert "est enregistrée" in send(client, address, source="unused/management")
    assert "au centime" in read(client, at("reconciliation", endowment))
    signed_in(client, R.CERTIFIER)
    assert closed(client, address, back)
