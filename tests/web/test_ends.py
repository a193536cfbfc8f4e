"""An agreement that changes and ends, through the pages of the host, the prefecture and the Caisse des Dépôts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.scheme.agreements.models import Agreement, Amendment, Notice
from lucette.scheme.payments.models import Recovery
from lucette.scheme.posts.queries import posts_of_agreement
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.payments import factories as money
from tests.scheme.payments import recoveries
from tests.web.doors import closed, forbidden, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys_apart")]
R = RoleName


@pytest.fixture
def agreement() -> Agreement:
    """Two posts, the first instalment paid; both contracts are over."""
    it = recoveries.paid()
    for post in posts_of_agreement(it.pk):
        money.contract(post, ends_on=money.IN_FORCE + dt.timedelta(days=40))
    return it


def at(route: str, it: object) -> str:
    return reverse(route, args=[it.pk])  # type: ignore[attr-defined]


def host(client: Client, it: Agreement) -> None:
    signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))


def test_a_post_is_given_back_in_one_act_with_its_receipt_then_signed(client: Client, agreement: Agreement) -> None:
    post = posts_of_agreement(agreement.pk)[0]
    host(client, agreement)
    page, address = at("host:agreement", agreement), at("host:return_posts", agreement)
    assert address in read(client, page)
    assert f"Poste {post.number}, rendu aujourd’hui" in read(client, address)
    typed = {"posts": str(post.pk), "effective_on": clock.today(), "reason": "need"}
    assert "nécessaire" in refused(client, address, **typed)
    assert "Votre récépissé" in send(client, address, confirm="on", **typed)
    it = Amendment.objects.get()
    assert "Récépissé" in read(client, at("host:amendment", it)) and it.number in read(client, page)
    assert "déjà en cours" in refused(client, address, confirm="on", **typed)
    signed_in(client, R.PREFECTURE, "19")
    assert it.number in read(client, reverse("prefecture:amendments")) and it.number in read(client, at("prefecture:amendment", it))
    assert closed(client, at("caisse:sign_amendment", it))
    signed_in(client, R.CAISSE_DELEGATE)
    assert "1 avenant accepté attend votre signature" in read(client, reverse("caisse:dashboard"))
    assert it.number in read(client, reverse("caisse:amendments"))
    assert "sont à rendre" in read(client, at("caisse:sign_amendment", it))
    assert "est signé et appliqué" in send(client, at("caisse:sign_amendment", it))
    sent_away(client, at("caisse:sign_amendment", it))
    assert it.number in read(client, at("caisse:agreement", agreement))
    host(client, agreement)
    assert at("host:recovery", Recovery.objects.get()) in read(client, reverse("host:dashboard"))
    assert "rendu" in read(client, at("host:post", post))


def test_a_proof_is_a_file_that_can_be_read(client: Client, agreement: Agreement) -> None:
    post = posts_of_agreement(agreement.pk)[0]
    host(client, agreement)
    typed = {"posts": str(post.pk), "effective_on": clock.today(), "reason": "need", "confirm": "on"}
    address = at("host:return_posts", agreement)
    assert "PDF" in refused(client, address, proof=SimpleUploadedFile("fin.txt", b"fin"), **typed)
    send(client, address, proof=SimpleUploadedFile("fin.pdf", b"%PDF-1.4\n%%EOF"), **typed)
    assert "Fin de contrat" in read(client, at("host:amendment", Amendment.objects.get()))


def test_posts_asked_wait_for_the_prefecture_then_for_the_banque_des_territoires(client: Client, agreement: Agreement) -> None:
    host(client, agreement)
    assert at("host:change_agreement", agreement) in read(client, at("host:agreement", agreement))
    assert at("host:ask_more_posts", agreement) in read(client, at("host:change_agreement", agreement))
    typed = {"effective_on": clock.today(), "explanation": "Deux communes de plus."}
    refused(client, at("host:ask_more_posts", agreement), count=30, **typed)
    assert "est demandé" in send(client, at("host:ask_more_posts", agreement), count=1, **typed)
    it = Amendment.objects.get()
    signed_in(client, R.REQUESTER)
    assert "1 avenant demandé est à étudier" in read(client, reverse("caisse:dashboard"))
    assert "subvention ajoutée" in read(client, at("caisse:accept_amendment", it))
    assert "avis de la préfecture" in refused(client, at("caisse:accept_amendment", it))
    signed_in(client, R.PREFECTURE, "19")
    assert "1 avenant attend votre avis" in read(client, reverse("prefecture:dashboard"))
    address = at("prefecture:opine_amendment", it)
    assert address in read(client, at("prefecture:amendment", it))
    assert "10 à 1" in refused(client, address, side="yes", comment="Oui.")
    assert "favorable est enregistré" in send(client, address, side="yes", comment="Le besoin est réel.")
    signed_in(client, R.PREFECTURE, "75")
    assert closed(client, address)
    signed_in(client, R.REQUESTER)
    assert "motif" in refused(client, at("caisse:refuse_amendment", it), reason="").lower()
    assert "est refusé" in send(client, at("caisse:refuse_amendment", it), reason="Crédits épuisés.")
    sent_away(client, at("caisse:accept_amendment", it))


def test_more_time_and_another_structure_are_asked_in_a_few_fields(client: Client, agreement: Agreement) -> None:
    host(client, agreement)
    typed = {"effective_on": clock.today(), "explanation": "La commune fusionne."}
    assert "un an plus tard" in refused(client, at("host:ask_more_time", agreement), ends_on=clock.today(), **typed)
    assert "est demandé" in send(client, at("host:ask_more_time", agreement), ends_on=agreement.ends_on + dt.timedelta(days=90), **typed)
    address, other = at("host:ask_new_entity", agreement), OrganizationFactory()
    assert "chiffres" in refused(client, address, siret="12", **typed)
    assert "est demandé" in send(client, address, siret=other.siret, **typed)
    signed_in(client, R.REQUESTER)
    for it in Amendment.objects.all():
        assert "est accepté" in send(client, at("caisse:accept_amendment", it))
    signed_in(client, R.CAISSE_DELEGATE)
    for it in Amendment.objects.order_by("kind"):
        assert "signé et appliqué" in send(client, at("caisse:sign_amendment", it))
    agreement.refresh_from_db()
    assert agreement.organization_id == other.pk
    # who takes it over reads all of it, papers included; who bore it no longer does
    signed_in(client, R.HOST_REPRESENTATIVE, str(other.pk))
    for it in Amendment.objects.all():
        assert client.get(reverse("document", args=[it.document_id])).status_code == 200
    assert agreement.number in read(client, at("host:agreement", agreement))
    for address in ("/structure/conventions/", "/structure/postes/", "/structure/", at("host:application", agreement.award.application)):
        assert "<h1" in read(client, address)
    assert posts_of_agreement(agreement.pk)[0].number in read(client, "/structure/postes/")
    host(client, Agreement(organization_id=agreement.award.organization_id))
    assert client.get(at("host:agreement", agreement)).status_code == 404


def test_a_transfer_is_asked_with_the_consent_of_the_other_host(client: Client, agreement: Agreement) -> None:
    host(client, agreement)
    post, other = posts_of_agreement(agreement.pk)[0], money.schedule(posts=1, of=agreement.endowment)[0].agreement
    typed = {"effective_on": clock.today(), "explanation": "Regroupement.", "posts": str(post.pk)}
    proof = SimpleUploadedFile("accord.pdf", b"%PDF-1.4\n%%EOF")
    address = at("host:ask_transfer", agreement)
    assert "nécessaire" in refused(client, address, to_number=other.number, **typed)
    assert "Aucune convention" in refused(client, address, to_number="V-0", proof=proof, **typed)
    proof.seek(0)
    assert "est demandé" in send(client, address, to_number=other.number, proof=proof, **typed)
    page = read(client, at("host:amendment", Amendment.objects.get()))
    assert "Accord de l’autre structure" in page and other.number in page


def test_the_host_asks_for_the_end_and_the_effects_are_told_in_figures(client: Client, agreement: Agreement) -> None:
    host(client, agreement)
    address = at("host:ask_end", agreement)
    assert "sont à rendre" in read(client, address)
    assert "La fin de la convention est demandée" in send(
        client, address, effective_on=clock.today(), text="Le service ferme.", confirm="on"
    )
    notice = Notice.objects.get()
    assert at("host:answer_notice", notice) not in read(client, at("host:agreement", agreement))
    signed_in(client, R.CAISSE_DELEGATE)
    assert at("caisse:terminate", notice) in read(client, at("caisse:agreement", agreement))
    address = at("caisse:terminate", notice)
    told = read(client, address)
    assert "2</strong>" in told or "postes quittent la convention" in told
    shown = client.post(address, {"ended_on": clock.today()}).content.decode()
    assert "ne seront pas versés" in shown
    answer = client.post(address, {"ended_on": clock.today(), "seen": f"ended_on={clock.today()}"}, follow=True)
    assert "est résiliée" in answer.content.decode()
    assert "résiliée" in read(client, at("caisse:agreement", agreement))
    sent_away(client, address, ended_on=clock.today(), seen=f"ended_on={clock.today()}")
    host(client, agreement)
    assert "résiliée" in read(client, at("host:agreement", agreement))
    assert Recovery.objects.get().number in read(client, reverse("host:recoveries"))


def test_a_notice_is_answered_then_the_agreement_is_suspended_resumed_and_the_notice_closed(client: Client, agreement: Agreement) -> None:
    signed_in(client, R.REQUESTER)
    serve = at("caisse:serve_notice", agreement)
    assert "30 jours" in read(client, serve)
    refused(client, serve, duty="report", text="")
    assert "mise en demeure est envoyée" in send(client, serve, duty="report", text="Aucun compte rendu depuis un an.")
    it = Notice.objects.get()
    signed_in(client, R.CAISSE_DELEGATE)
    assert "attendez cette date" in refused(client, at("caisse:suspend", agreement), reason="Sans réponse.")
    host(client, agreement)
    assert "mise en demeure" in read(client, reverse("host:dashboard")).lower()
    assert at("host:answer_notice", it) in read(client, at("host:agreement", agreement))
    assert "Votre réponse est envoyée" in send(client, at("host:answer_notice", it), text="Le compte rendu arrive.")
    signed_in(client, R.CAISSE_DELEGATE)
    assert "est suspendue" in send(client, at("caisse:suspend", agreement), reason="Compte rendu attendu.")
    sent_away(client, at("caisse:suspend", agreement), reason="Encore.")
    assert "levée" in send(client, at("caisse:resume", agreement))
    assert "classée" in send(client, at("caisse:withdraw_notice", it), decision="Le compte rendu est arrivé.")
    sent_away(client, at("caisse:terminate", it), ended_on=clock.today(), seen=f"ended_on={clock.today()}")


def test_an_end_is_proposed_and_the_host_says_yes_or_no(client: Client, agreement: Agreement) -> None:
    signed_in(client, R.CAISSE_DELEGATE)
    told = {"effective_on": clock.today(), "text": "Aucun candidat depuis un an."}
    assert "envoyée à la structure" in send(client, at("caisse:propose_end", agreement), **told)
    it = Notice.objects.get()
    assert "déjà en cours" in refused(client, at("caisse:propose_end", agreement), **told)
    seen = {"ended_on": clock.today(), "seen": f"ended_on={clock.today()}"}
    assert forbidden(client, at("caisse:terminate", it), **seen)
    host(client, agreement)
    refused(client, at("host:answer_notice", it), text="D’accord.")
    assert "Votre réponse" in send(client, at("host:answer_notice", it), text="D’accord.", agrees="yes")
    signed_in(client, R.CAISSE_DELEGATE)
    assert "oui" in read(client, at("caisse:terminate", it))


def test_what_is_over_is_settled_then_archived(client: Client, agreement: Agreement) -> None:
    signed_in(client, R.CAISSE_DELEGATE)
    assert at("caisse:settle", agreement) not in read(client, at("caisse:agreement", agreement))
    assert "court jusqu’au" in read(client, at("caisse:settle", agreement))
    assert "court jusqu’au" in refused(client, at("caisse:settle", agreement))
    Agreement.objects.filter(pk=agreement.pk).update(status="settled", settled_on=clock.today(), statement_id=agreement.document_id)
    assert "est archivée" in send(client, at("caisse:archive", agreement))
