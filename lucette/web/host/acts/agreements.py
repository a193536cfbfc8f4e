"""What the host does with its agreement: ask for it, sign it, give it up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import allowed
from lucette.kernel.money import Money
from lucette.scheme.agreements import actions
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.enums import AGREEMENT
from lucette.scheme.agreements.policies import check_can_ask
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.committee import queries as committee
from lucette.stories.decline_award import cancel_agreement
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form, text_area
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.agreements import SignedElsewhere, takes_outside_signatures, text_of
from lucette.web.gate.objects import agreement_facts, said
from lucette.web.host.crumbs import CRUMB, crumb


class AskAgreement(ActPage):
    """Demander la convention. The id is the application's: what the host has waiting is its answer."""

    route, address = "host:ask_agreement", "candidatures/<uuid:pk>/demander-la-convention/"
    title = label = "Demander la convention"
    also = ((AGREEMENT, "ask"),)
    what_happens = "La Banque des Territoires vérifie votre compte bancaire et édite la convention. Elle vous écrit quand elle est prête."

    asked: UUID

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.status == ApplicationStatus.AWARDED and allowed(check_can_ask, by)

    def subject(self) -> Any:
        return committee.award_of(self.pk, self.by)

    def facts(self) -> list[Fact]:
        it = self.it
        return [
            Fact("Attribution", it.number, reverse("host:award", args=[it.pk])),
            Fact("Postes", french.number(it.posts)),
            Fact("Subvention maximale", str(Money(it.amount_cents)), note=f"{Money(it.unit_cents)} par poste, pour {it.months} mois"),
            Fact("À recruter avant le", said(it.recruit_by), note=french.delay(it.recruit_by, clock.today()))
            if it.new_posts
            else Fact("Renouvelle la convention", it.application.renews_number),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.ask(award_id=self.it.pk, by=self.by)
        self.asked = it.pk
        return f"La convention {it.number} est demandée. La Banque des Territoires l’édite."

    def back(self) -> str:
        return reverse("host:award", args=[self.it.pk])

    def done(self) -> str:
        return reverse("host:agreement", args=[self.asked])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Mes candidatures", "host:applications"), (f"Attribution {self.it.number}", self.back())]


class OnAgreement(ActPage):
    """An act on one agreement of the host."""

    workflow = AGREEMENT

    def subject(self) -> Any:
        return agreements.agreement(self.pk, self.by)

    def back(self) -> str:
        return reverse("host:agreement", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Mes conventions", "host:agreements"), (f"Convention {self.it.number}", self.back())]


class SignAgreement(OnAgreement):
    """Signer la convention pour la structure."""

    route, address, act = "host:sign_agreement", "conventions/<uuid:pk>/signer/", "sign_as_host"
    label = "Signer la convention"
    template_name = "gate/sign_agreement.html"
    what_happens = "Votre signature est scellée dans le document. La Caisse des Dépôts signe ensuite, et la convention entre en vigueur."

    def more(self) -> dict[str, Any]:
        self.shown = agreements.agreement_page(self.pk, self.by)
        return {"text": text_of(self.shown), "facts": agreement_facts(self.shown)}

    def effects(self) -> list[Effect | str]:
        posts = french.word(self.it.posts, "poste vous engage", "postes vous engagent")
        return [Effect(french.number(self.it.posts), posts), Effect(str(Money(self.it.amount_cents)), "de subvention maximale")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.sign_as_host(agreement_id=self.pk, by=self.by)
        return f"Vous avez signé la convention {it.number}. La Caisse des Dépôts la signe à son tour."


class SignElsewhere(OnAgreement):
    """Signer la convention avec son propre certificat."""

    route, address, act = "host:sign_elsewhere", "conventions/<uuid:pk>/signer-autrement/", "sign_as_host"
    title = label = "Signer avec mon propre certificat"
    submit = "Envoyer le document signé"
    form_class = SignedElsewhere
    lead = "Téléchargez le document de la convention, signez-le avec votre outil, puis envoyez-le ici."
    what_happens = "Le fichier est comparé à l’original : seule votre signature peut s’y ajouter. La Caisse des Dépôts signe ensuite."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return takes_outside_signatures()

    def more(self) -> dict[str, Any]:
        return {"facts": [Fact("Document", f"Convention {self.it.number}", reverse("document", args=[self.it.document_id]))]}

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.sign_as_host(agreement_id=self.pk, by=self.by, outside=answers["signed_file"].read())
        return f"Votre signature de la convention {it.number} est reçue. La Caisse des Dépôts la signe à son tour."


class CancelForm(Form):
    reason = forms.CharField(label="Pourquoi renoncez-vous à cette convention ?", max_length=200, widget=text_area(3))


class CancelAgreement(OnAgreement):
    """Annuler la convention, avant que les deux parties l’aient signée."""

    route, address, act = "host:cancel_agreement", "conventions/<uuid:pk>/annuler/", "cancel"
    form_class = CancelForm
    danger = True

    def effects(self) -> list[Effect | str]:
        posts = french.word(self.it.posts, "poste revient à la dotation", "postes reviennent à la dotation")
        return [
            Effect(french.number(self.it.posts), posts, "warning"),
            Effect(str(Money(self.it.amount_cents)), "ne vous seront pas versés", "warning"),
            "Une autre structure pourra les recevoir.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = cancel_agreement(agreement_id=self.pk, reason=answers["reason"], by=self.by)
        return f"La convention {it.number} est annulée."


ON_AWARD = (AskAgreement,)
ON_AGREEMENT = (SignAgreement, SignElsewhere, CancelAgreement)
