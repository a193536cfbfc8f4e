"""Instalment lines at the Caisse: the list of what waits aside, and each act through its page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.payments import actions
from lucette.scheme.payments.enums import LineStatus
from lucette.scheme.payments.models import InstalmentLine, Order
from tests.foundation.accounts.factories import PersonFactory
from tests.scheme.payments import factories as make
from tests.web.doors import closed, forbidden, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
LIST = "/caisse/echeances/"
ACTS = ("hold_line", "resume_line", "ask_override", "reduce_line", "cancel_line")


def at(name: str, pk: object) -> str:
    return reverse(f"caisse:{name}", args=[pk])


def status(line: InstalmentLine) -> str:
    return InstalmentLine.objects.get(pk=line.pk).status


def test_the_list_shows_what_waits_aside_and_why(client: Client) -> None:
    line = make.held()
    signed_in(client, R.CERTIFIER)
    page = read(client, f"{LIST}?etat=held")
    assert at("instalment_line", line.pk) in page and "Le poste était vacant" in page and "1 échéance" in page
    assert "1 échéance est suspendue" in read(client, "/caisse/") and "Échéances suspendues (1)" in read(client, "/caisse/bureaux/")
    assert line.post.number in read(client, f"{LIST}?convention={line.instalment.agreement_id}")
    assert "Aucune échéance" in read(client, f"{LIST}?etat=override")


def test_two_persons_override_a_vacant_post(client: Client) -> None:
    line, person = make.held(), PersonFactory()
    with clock.at(make.SECOND):
        signed_in(client, R.REQUESTER, person=person)
        assert "Cette réponse est nécessaire" in refused(client, at("ask_override", line.pk), reason="")
        assert "La dérogation est demandée" in send(client, at("ask_override", line.pk), reason="Recrutement retardé par la crue")
        override = line.overrides.get()
        page = read(client, at("instalment_line", line.pk))
        assert at("confirm_override", override.pk) not in page and "Recrutement retardé par la crue" in page
        assert "une autre personne y répond" in forbidden(client, at("confirm_override", override.pk))
        signed_in(client, R.CERTIFIER)
        assert "1 dérogation attend" in read(client, "/caisse/") and at("instalment_line", line.pk) in read(client, f"{LIST}?etat=override")
        assert at("confirm_override", override.pk) in read(client, at("instalment_line", line.pk))
        assert "l’échéance est exigible" in send(client, at("confirm_override", override.pk))
        assert status(line) == LineStatus.DUE
        assert "On ne peut pas confirmer" in sent_away(client, at("confirm_override", override.pk))


def test_an_override_is_refused_with_its_reason(client: Client) -> None:
    override = make.asked()
    with clock.at(make.SECOND):
        signed_in(client, R.CERTIFIER)
        assert "Cette réponse est nécessaire" in refused(client, at("refuse_override", override.pk), reason=" ")
        assert "La dérogation est refusée" in send(client, at("refuse_override", override.pk), reason="Le poste est resté vide")
        assert "On ne peut pas refuser" in sent_away(client, at("refuse_override", override.pk), reason="encore")
    assert status(override.line) == LineStatus.HELD


def test_a_line_is_held_then_resumed(client: Client) -> None:
    line = make.schedule(posts=1)[0].lines.get()
    signed_in(client, R.REQUESTER)
    assert at("hold_line", line.pk) in read(client, at("instalment_line", line.pk))
    assert "a" * 201 in refused(client, at("hold_line", line.pk), ground="suspended", reason="a" * 201), "what was typed is kept"
    assert "L’échéance est suspendue" in send(client, at("hold_line", line.pk), ground="suspended", reason="Contrôle sur place")
    assert "On ne peut pas suspendre" in sent_away(client, at("hold_line", line.pk), ground="suspended", reason="encore")
    assert "l’échéance est exigible" in send(client, at("resume_line", line.pk))
    assert "On ne peut pas lever" in sent_away(client, at("resume_line", line.pk))


def test_a_held_line_is_reduced_then_cancelled(client: Client) -> None:
    line = make.held()
    signed_in(client, R.CERTIFIER)
    assert "inférieur à celui" in refused(client, at("reduce_line", line.pk), amount="999999999", reason="Plafond")
    assert "L’échéance est réduite" in send(client, at("reduce_line", line.pk), amount="100,00", reason="Plafond")
    assert InstalmentLine.objects.get(pk=line.pk).cents == 10_000
    assert "L’échéance est annulée" in send(client, at("cancel_line", line.pk), reason="Poste non pourvu")
    assert status(line) == LineStatus.CANCELLED
    page = read(client, at("instalment_line", line.pk))
    assert "Poste non pourvu" in page and not any(at(name, line.pk) in page for name in ACTS)
    assert "On ne peut pas annuler" in sent_away(client, at("cancel_line", line.pk), reason="encore")
    assert "Poste non pourvu" in read(client, at("agreement", line.instalment.agreement_id))


def test_other_hands_find_nothing_there(client: Client) -> None:
    override = make.asked()
    every = [*(at(name, override.line_id) for name in ACTS), at("confirm_override", override.pk), at("refuse_override", override.pk)]
    for role in (R.AUTHORISING_OFFICER, R.ACCOUNTANT, R.CAISSE_DELEGATE, R.AUDITOR, R.HOST_REPRESENTATIVE):
        signed_in(client, role)
        assert closed(client, *every), role
    signed_in(client, R.REQUESTER)
    assert closed(client, at("reduce_line", override.line_id), at("cancel_line", override.line_id))


def test_a_certification_is_reduced_then_cancelled(client: Client) -> None:
    order = make.certified()
    first = order.lines.order_by("post__number")[0]
    person = PersonFactory(pk=make.CERTIFIER.pk)
    signed_in(client, R.CERTIFIER, person=person)
    assert at("reduce_certification", order.pk) in read(client, at("order", order.pk))
    assert "Cette réponse est nécessaire" in refused(client, at("reduce_certification", order.pk), reason="Poste rendu")
    assert "est réduit à" in send(client, at("reduce_certification", order.pk), lines=[str(first.pk)], reason="Poste rendu")
    assert status(first) == LineStatus.DUE
    assert "est annulée" in send(client, at("cancel_certification", order.pk), reason="Pièce retirée")
    assert Order.objects.get(pk=order.pk).status == "cancelled"
    assert "On ne peut pas annuler" in sent_away(client, at("cancel_certification", order.pk), reason="encore")
    assert "On ne peut pas réduire" in sent_away(client, at("reduce_certification", order.pk), lines=[str(first.pk)], reason="encore")
    signed_in(client, R.REQUESTER)
    assert closed(client, at("cancel_certification", order.pk), at("reduce_certification", order.pk))


def test_the_host_reads_what_waits_and_what_was_cancelled(client: Client) -> None:
    override = make.asked()
    line = override.line
    signed_in(client, R.HOST_REPRESENTATIVE, str(line.instalment.agreement.organization_id))
    with clock.at(make.SECOND):
        assert "La réponse à une demande de dérogation" in read(client, "/structure/versements/")
        actions.refuse_override(override_id=override.pk, reason="non", by=Actor(make.CERTIFIER.pk, R.CERTIFIER))
        page = read(client, "/structure/versements/")
        assert "La levée de la suspension" in page and "suspendue" in page
        actions.cancel_line(line_id=line.pk, reason="Poste non pourvu", by=make.CERTIFIER)
    assert "Poste non pourvu" in read(client, "/structure/versements/")
