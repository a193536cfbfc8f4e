"""The acts on an endowment and its envelopes, each through its page, by each of the parties."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations.rules import test_iban as made_up_iban
from lucette.kernel.actor import Actor
from lucette.scheme.fund import actions
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.models import Endowment, EnvelopeMove, Tranche
from tests.foundation.accounts.factories import PersonFactory
from tests.scheme.fund.factories import FUNDER, notified, prepared, signed
from tests.scheme.payments.factories import schedule
from tests.scheme.payments.recoveries import issued as issued_recovery
from tests.scheme.payments.recoveries import receive
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
R = RoleName
SPLIT = {f"envelope_{code}": "" for code in ("training", "equipment", "animation", "management", "contingency")}


def at(name: str, pk: object) -> str:
    return reverse(f"funder:{name}", args=[pk])


class TestEndowment:
    def test_it_is_prepared_from_the_data_that_comes_with_the_product(self, client: Client) -> None:
        signed_in(client, R.FUNDER)
        page = read(client, reverse("funder:prepare"))
        assert 'value="200 000 000,00"' in page and 'value="fr-2021"' in page
        typed = {"title": "Dotation 2022", "code": "fr-2022", "authority": "1 000,55", "posts": "2", **SPLIT}
        page = refused(client, reverse("funder:prepare"), **typed, envelope_grants="1 000,50")
        assert "à répartir" in page and 'value="Dotation 2022"' in page and not Endowment.objects.exists()
        assert "elle attend trois signatures" in send(client, reverse("funder:prepare"), **typed, envelope_grants="1 000,55")
        it = Endowment.objects.get()
        assert (it.authority_cents, it.posts) == (100_055, 2)
        assert it.title in read(client, reverse("funder:endowments"))

    def test_three_parties_sign_then_the_dgcl_notifies(self, client: Client) -> None:
        it = prepared()
        for role in (R.CAISSE_DELEGATE, R.AGENCY_DIRECTOR, R.FUNDER):
            signed_in(client, role)
            assert at("sign", it.pk) in read(client, at("endowment", it.pk))
            assert "Vous avez signé" in send(client, at("sign", it.pk))
            assert at("sign", it.pk) not in read(client, at("endowment", it.pk))
        it.refresh_from_db()
        assert it.status == "signed"
        assert "ouverts à l’attribution" in read(client, at("notify", it.pk))
        assert "est notifiée" in send(client, at("notify", it.pk))
        sent_away(client, at("sign", it.pk))
        sent_away(client, at("notify", it.pk))
        assert "déclare le compte bancaire" in read(client, at("endowment", it.pk))

    def test_one_person_never_signs_for_two_parties(self, client: Client) -> None:
        it, person = prepared(), PersonFactory()
        signed_in(client, R.FUNDER, person=person)
        send(client, at("sign", it.pk))
        signed_in(client, R.AGENCY_DIRECTOR, person=person)
        assert at("sign", it.pk) not in read(client, at("endowment", it.pk))
        assert "trois personnes différentes" in refused(client, at("sign", it.pk))
        assert it.signatures.count() == 1

    def test_only_its_hand_finds_each_page(self, client: Client) -> None:
        it = signed()
        for role, hidden in (
            (R.AUDITOR, ("sign", "notify", "open_account", "receive", "request_move")),
            (R.AGENCY_DIRECTOR, ("notify", "open_account", "receive")),
            (R.ACCOUNTANT, ("sign", "notify", "request_move")),
        ):
            signed_in(client, role)
            assert closed(client, *(at(name, it.pk) for name in hidden))
            read(client, at("endowment", it.pk))

    def test_the_accountant_declares_the_account_then_records_what_is_received(self, client: Client) -> None:
        it = notified()
        signed_in(client, R.ACCOUNTANT)
        assert at("open_account", it.pk) in read(client, at("endowment", it.pk))
        account = {"holder": "Caisse des Dépôts", "bic": "CDCGFRPP075", "town": "Paris", "profile": "grouped"}
        page = refused(client, at("open_account", it.pk), **account, iban="FR76 0000")
        assert "pas valable" in page and 'value="CDCGFRPP075"' in page
        assert "est déclaré" in send(client, at("open_account", it.pk), **account, iban=made_up_iban(7))
        assert at("open_account", it.pk) not in read(client, at("endowment", it.pk))
        tranche = {"bank_reference": "VIR-1", "received_on": "2021-03-01"}
        assert "supérieur à zéro" in refused(client, at("receive", it.pk), amount="0", **tranche)
        assert "est enregistrée" in send(client, at("receive", it.pk), amount="1 234,56", **tranche)
        assert Tranche.objects.get().cents == 123_456


class TestMoves:
    def test_one_person_asks_and_another_confirms(self, client: Client) -> None:
        it = notified(grants=100_000, training=50_000)
        person = PersonFactory()
        signed_in(client, R.FUNDER, person=person)
        typed = {"source": "grants", "target": "training", "amount": "100,00", "reason": "La formation coûte plus"}
        address = at("request_move", it.pk)
        answer = client.post(address, typed)
        page = answer.content.decode()
        assert answer.status_code == 200 and "resteront dans" in page and not EnvelopeMove.objects.exists(), "told before it is asked"
        seen = page.partition('name="seen" value="')[2].partition('"')[0].replace("&#x27;", "'").replace("&quot;", '"')
        assert "est demandé" in client.post(address, typed | {"seen": seen}, follow=True).content.decode()
        move = EnvelopeMove.objects.get()
        assert at("confirm_move", move.pk) not in read(client, at("move", move.pk))
        assert "une autre personne doit le confirmer" in refused(client, at("confirm_move", move.pk))
        signed_in(client, R.AGENCY_DIRECTOR)
        assert "est confirmé" in send(client, at("confirm_move", move.pk))
        sent_away(client, at("withdraw_move", move.pk))
        fund = read(client, f"{reverse('funder:fund')}?dotation={it.code}")
        assert "900,00" in fund and "600,00" in fund

    def test_a_request_is_withdrawn(self, client: Client) -> None:
        move = asked()
        signed_in(client, R.CAISSE_DELEGATE)
        assert "est retirée" in send(client, at("withdraw_move", move.pk))
        sent_away(client, at("confirm_move", move.pk))

    def test_the_same_envelope_twice_is_refused_and_keeps_what_was_typed(self, client: Client) -> None:
        it = notified(grants=100_000)
        signed_in(client, R.FUNDER)
        typed = {"source": "grants", "target": "grants", "amount": "1,00", "reason": "Essai", "seen": "x"}
        page = client.post(at("request_move", it.pk), typed).content.decode()
        assert "Essai" in page and not EnvelopeMove.objects.exists()

    def test_the_three_parties_read_the_list_and_the_others_too(self, client: Client) -> None:
        move = asked()
        for role in (R.FUNDER, R.AUDITOR, R.ACCOUNTANT):
            signed_in(client, role)
            assert at("move", move.pk) in read(client, reverse("funder:moves"))
            read(client, at("move", move.pk))
        assert closed(client, at("confirm_move", move.pk), at("withdraw_move", move.pk))
        assert "La formation" not in client.get(reverse("funder:moves") + "?format=csv").content.decode()

    def test_a_move_to_confirm_is_told_on_the_dashboard(self, client: Client) -> None:
        asked()
        signed_in(client, R.FUNDER)
        assert "attend d’être confirmé" in read(client, reverse("funder:dashboard"))


def asked() -> EnvelopeMove:
    """A move that somebody else asked for."""
    it = notified(grants=100_000, training=50_000)
    other = Actor(PersonFactory().pk, FUNDER.role)
    return actions.request_envelope_move(
        endowment_id=it.pk, source="grants", target="training", cents=10_000, reason="La formation coûte plus", by=other
    )


def confirm(client: Client, address: str, **typed: str) -> str:
    """The effects first, then the act."""
    answer = client.post(address, typed)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    page = answer.content.decode()
    seen = html.unescape(page.partition('name="seen" value="')[2].partition('"')[0])
    return client.post(address, typed | {"seen": seen}, follow=True).content.decode()


class TestAuthority:
    def test_an_amendment_adds_or_takes_what_is_available(self, client: Client) -> None:
        it = notified(grants=100_000, training=50_000)
        before = it.posts
        signed_in(client, R.FUNDER)
        address = at("amend", it.pk)
        assert address in read(client, at("endowment", it.pk)) and read(client, address)
        typed = {"reference": "AV-1", "way": "augmenter", "posts": "3", "envelope_grants": "1 000,00", "reason": "Loi de finances"}
        page = client.post(address, typed).content.decode()
        assert "notifiés au total" in page and "2\u202f000,00" in page.replace("\xa0", "\u202f")
        assert "est notifié" in confirm(client, address, **typed)
        it.refresh_from_db()
        assert (it.authority_cents, it.posts) == (250_000, before + 3)
        assert "déjà notifié" in confirm(client, address, **typed)
        less = typed | {"reference": "AV-2", "way": "reduire", "posts": "0", "envelope_grants": "500,00"}
        assert "est notifié" in confirm(client, address, **less)
        assert fund.position(it.pk).available == 200_000
        assert "au moins un montant" in confirm(client, address, **less | {"reference": "AV-3", "envelope_grants": ""})
        for role in (R.AGENCY_DIRECTOR, R.ACCOUNTANT, R.AUDITOR):
            signed_in(client, role)
            assert closed(client, address, at("reuse_collected", it.pk))

    def test_a_sum_paid_back_is_available_again(self, client: Client) -> None:
        order = issued_recovery()
        receive(order, 500_000)
        signed_in(client, R.FUNDER)
        address, source = at("reuse_collected", order.endowment_id), f"{order.agreement_id}/1"
        assert order.agreement.number in read(client, address)
        before = fund.position(order.endowment_id).available
        assert "de nouveau disponibles" in confirm(client, address, source=source, amount="5 000")
        assert fund.position(order.endowment_id).available == before + 500_000
        assert "Aucune somme reversée" in sent_away(client, address, source=source, amount="5 000")

    def test_posts_that_ended_are_opened_again_by_decision(self, client: Client) -> None:
        it = schedule()[0].agreement
        posts = actions.Posts(agreed=2)
        actions.end_posts(endowment_id=it.endowment_id, agreement_id=it.pk, posts=posts, key=f"agreement:{it.pk}:1", by=FUNDER)
        signed_in(client, R.AGENCY_DIRECTOR)
        address = at("reopen_posts", it.endowment_id)
        assert "2 postes terminés" in read(client, address)
        typed = {"agreement": str(it.pk), "posts": "1", "reason": "Instruction du 3 mai"}
        assert "disponibles pour de nouvelles" in client.post(address, typed).content.decode()
        assert "est rouvert" in confirm(client, address, **typed)
        assert fund.position(it.endowment_id).posts.ended == 1
        assert "supérieur à zéro" in confirm(client, address, **typed | {"posts": "0"})
        confirm(client, address, **typed | {"posts": "2"})
        assert fund.position(it.endowment_id).posts.ended == 1
        signed_in(client, R.ACCOUNTANT)
        assert closed(client, address)
