"""Money asked back, through the pages of the Caisse des Dépôts and of the host."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.scheme.payments.enums import RecoveryStatus as S
from lucette.scheme.payments.models import Recovery, SettlementCheck
from tests.scheme.payments.factories import OFFICER
from tests.scheme.payments.recoveries import R, came_in, due, issued, notified, paid, replied
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
DECISION = "Décision du 3 mai 2021"


def at(name: str, it: Recovery, space: str = "caisse") -> str:
    return reverse(f"{space}:{name}", args=[it.pk])


def now(it: Recovery) -> str:
    return str(Recovery.objects.values_list("status", flat=True).get(pk=it.pk))


def host(client: Client, it: Recovery) -> None:
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(it.organization_id))


def test_from_the_agreement_to_the_answer_the_reply_the_order_and_the_money(client: Client) -> None:
    agreement = paid()
    signed_in(client, RoleName.REQUESTER)
    grounds = reverse("caisse:recovery_grounds", args=[agreement.pk])
    assert grounds in read(client, reverse("caisse:agreement", args=[agreement.pk]))
    assert "Emploi non justifié" in read(client, grounds)
    ask = reverse("caisse:ask_back", args=[agreement.pk, "emploi-non-justifie"])
    assert "18" in refused(client, ask, amount="18 000", explanation="")
    assert "adressé à la structure" in send(client, ask, amount="15 000", explanation="Le compte rendu ne justifie pas tout.")
    it = Recovery.objects.get()
    assert "Rien n’est à payer" not in send_nothing(client, it)
    host(client, it)
    assert at("recovery", it, "host") in read(client, reverse("host:dashboard"))
    assert it.number in read(client, reverse("host:payments")) and it.number in read(client, reverse("host:recoveries"))
    assert "Le calcul" in read(client, at("recovery", it, "host"))
    refused(client, at("answer_recovery", it, "host"), text="")
    assert "Vos observations sont envoyées" in send(client, at("answer_recovery", it, "host"), text="Nous avons les feuilles.")
    signed_in(client, RoleName.CERTIFIER)
    assert "1 structure a répondu" in read(client, reverse("caisse:dashboard"))
    assert "À vous :</strong> la Banque des Territoires répond" in read(client, at("recovery", it))
    assert "Votre réponse est envoyée" in send(client, at("reply_recovery", it), text="Les feuilles ne couvrent pas tout.")
    signed_in(client, RoleName.AUTHORISING_OFFICER)
    assert "1 reversement est à notifier" in read(client, reverse("caisse:dashboard"))
    assert "À vous :</strong> un ordonnateur notifie" in read(client, at("recovery", it))
    assert "est notifié" in send(client, at("notify_recovery", it))
    host(client, it)
    assert "À payer par virement à" in read(client, at("recovery", it, "host"))
    signed_in(client, RoleName.ACCOUNTANT)
    assert "lisez d’abord le relevé" in sent_away(client, at("collect_recovery", it))
    line = came_in(it, 200_000)
    assert "sont encaissés" in send(client, at("collect_recovery", it), line=str(line.pk))
    assert now(it) == S.NOTIFIED
    assert reverse("caisse:line", args=[line.pk]) in read(client, at("recovery", it))
    line = came_in(it, 350_000, "VIR-2", label=f"Solde {it.number}")
    assert "de plus que ce qui reste à payer" in refused(client, at("collect_recovery", it), line=str(line.pk))
    assert "de trop attendent" in send(client, at("collect_recovery", it), line=str(line.pk), excess="on")
    assert now(it) == S.COLLECTED
    sent_away(client, at("collect_recovery", it), line=str(line.pk))


def test_a_credit_of_the_bank_is_recognised_as_what_a_host_pays_back(client: Client) -> None:
    it = notified()
    line = came_in(it, 500_000, label=f"Reversement {it.number}")
    signed_in(client, RoleName.ACCOUNTANT)
    address = reverse("caisse:recognise_recovery", args=[line.pk])
    assert address in read(client, reverse("caisse:line", args=[line.pk]))
    page = read(client, address)
    assert f"semble correspondre : {it.number}" in page and "checked" in page
    assert "nécessaire" in refused(client, address)
    assert "sont encaissés" in send(client, address, recoveries=str(it.pk))
    assert now(it) == S.COLLECTED
    assert "au centime" in read(client, reverse("caisse:reconciliation", args=[it.endowment_id]))
    sent_away(client, address, recoveries=str(it.pk))
    other = came_in(it, 100, "VIR-2")
    assert "est autre chose" in sent_away(client, reverse("caisse:recognise_recovery", args=[other.pk]))
    signed_in(client, RoleName.CERTIFIER)
    assert closed(client, address)


def send_nothing(client: Client, it: Recovery) -> str:
    return read(client, at("recovery", it))


def test_by_months_the_amount_is_known_before_the_button(client: Client) -> None:
    agreement = paid()
    signed_in(client, RoleName.REQUESTER)
    ask = reverse("caisse:ask_back", args=[agreement.pk, "resiliation"])
    assert "calculé à ce jour" in read(client, ask)
    send(client, ask, until="2021-09-01", explanation="Fin de la convention.")
    assert closed(client, reverse("caisse:ask_back", args=[agreement.pk, "autre"]))
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(agreement.organization_id))
    page = read(client, reverse("host:projection", args=[agreement.pk]) + "?le=2021-09-01")
    assert "septembre" in page and "déduits" in page
    assert read(client, reverse("host:projection", args=[agreement.pk]) + "?le=hier")


def test_a_host_never_sees_what_is_asked_of_another(client: Client) -> None:
    it = issued()
    signed_in(client, RoleName.HOST_SECRETARY)
    assert client.get(at("recovery", it, "host")).status_code == 404
    assert closed(client, at("answer_recovery", it, "host"))
    assert client.get(reverse("host:projection", args=[it.agreement_id])).status_code == 404


def test_each_act_has_its_roles(client: Client) -> None:
    it = replied()
    signed_in(client, RoleName.ACCOUNTANT)
    for name in ("reply_recovery", "notify_recovery", "waive_recovery", "write_off_recovery", "cancel_recovery"):
        assert client.post(at(name, it), {}).status_code in (403, 404), name
    assert now(it) == S.ISSUED


@pytest.mark.parametrize(("name", "status"), [("waive", S.WAIVED), ("write_off", S.WRITTEN_OFF), ("cancel", S.CANCELLED)])
def test_a_delegate_gives_up_by_decision(client: Client, name: str, status: str) -> None:
    it = due()
    signed_in(client, RoleName.CAISSE_DELEGATE)
    address = at(f"{name}_recovery", it)
    assert address in read(client, at("recovery", it))
    refused(client, address, decision="")
    send(client, address, decision=DECISION)
    assert now(it) == status
    sent_away(client, address, decision=DECISION)
    assert "Décision du" in read(client, at("recovery", it))


def test_too_soon_or_late_is_told(client: Client) -> None:
    it = issued()
    signed_in(client, RoleName.AUTHORISING_OFFICER)
    assert at("notify_recovery", it) not in read(client, at("recovery", it))
    assert "attendez cette date" in refused(client, at("notify_recovery", it))
    late = notified()
    assert late.due_on
    R.fall_due(on=late.due_on + dt.timedelta(1), by=SYSTEM)
    signed_in(client, RoleName.ACCOUNTANT)
    assert "Le rappel est envoyé" in send(client, at("remind_recovery", late))
    assert "déjà reçu un rappel" in refused(client, at("remind_recovery", late))
    assert late.number in read(client, reverse("caisse:recoveries") + "?etat=reminded")
    assert late.notified_by == OFFICER.pk


def test_a_sample_is_drawn_then_checked(client: Client) -> None:
    agreement = paid()
    with clock.at(dt.date(2023, 4, 1)):
        signed_in(client, RoleName.CERTIFIER)
        draw = reverse("caisse:draw_sample", args=[agreement.endowment_id])
        assert draw in read(client, reverse("caisse:samples"))
        refused(client, draw, ended_by="2030-01-01", size="1", seed="2023")
        assert "est tiré, parmi 1 convention" in send(client, draw, ended_by="2023-03-31", size="1", seed="2023")
        check = SettlementCheck.objects.get()
        address = reverse("caisse:check_settlement", args=[check.pk])
        assert address in read(client, reverse("caisse:sample", args=[check.sample_id]))
        refused(client, address, salary="beaucoup", other_aid="0")
        page = send(client, address, salary="18 000", other_aid="1 000")
    assert "de trop" in page and Recovery.objects.get().ground == "final_settlement"
