"""What the Caisse des Dépôts does with an agreement: edit, sign, cancel it, ask a report."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import allowed
from lucette.kernel.money import Money
from lucette.kernel.workflow import Workflow
from lucette.scheme.agreements import actions
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.enums import AGREEMENT, RUNNING
from lucette.scheme.agreements.policies import check_can_sign_as_caisse
from lucette.scheme.reports import actions as reports
from lucette.scheme.reports.enums import HOST_REPORT
from lucette.scheme.reports.rules import DAYS_TO_REPORT
from lucette.stories.decline_award import cancel_agreement
from lucette.stories.sign_agreement import sign_agreement
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, Reason
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.agreements import SignedElsewhere, takes_outside_signatures, text_of
from lucette.web.gate.objects import said


class OnAgreement(ActPage):
    """An act on one agreement."""

    workflow: ClassVar[Workflow | None] = AGREEMENT

    def subject(self) -> Any:
        return agreements.agreement(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:agreement", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [
            Fact("Convention", self.it.number),
            Fact("Structure", self.it.organization.name),
            Fact("Postes", french.number(self.it.posts)),
            Fact("Subvention maximale", str(Money(self.it.amount_cents)), note=f"{Money(self.it.unit_cents)} par poste"),
            Fact("Durée", f"{self.it.months} mois"),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Conventions", "caisse:agreements")), (f"Convention {self.it.number}", self.back())]


class GenerateAgreement(OnAgreement):
    """Éditer la convention."""

    route, address, act = "caisse:generate", "conventions/<uuid:pk>/editer/", "generate"
    what_happens = "La structure recevra la convention à signer."

    def effects(self) -> list[Effect]:
        lines = [
            Effect(str(line.amount), f"versement {line.number} : {agreements.condition(line.months_after, line.condition)}")
            for line in agreements.planned(self.it, clock.today())
        ]
        account = agreements.usable_bank_details(self.it.organization_id)
        told = [Effect("1", f"compte à payer, au nom de {account.holder}")] if account else []
        held = agreements.standing(self.it, clock.today())
        told += [Effect("", f"accepté avec l’édition : {piece.label}") for piece in held.pieces if piece.waits]
        lacks = [lack.sentence[:1].lower() + lack.sentence[1:] for lack in held.lacks]
        return [*lines, *told, *(Effect("", sentence, "error") for sentence in lacks)]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.generate(agreement_id=self.pk, by=self.by)
        return f"La convention {it.number} est éditée : « {self.it.organization.name} » peut la signer."


class SignAgreement(OnAgreement):
    """Signer la convention pour la Caisse des Dépôts."""

    route, address, act = "caisse:sign", "conventions/<uuid:pk>/signer/", "sign_as_caisse"
    submit = "Signer la convention"
    lead = "Vous engagez la Caisse des Dépôts. Votre signature est portée dans le document lui-même."
    template_name = "gate/sign_agreement.html"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return allowed(check_can_sign_as_caisse, by, it)

    def more(self) -> dict[str, Any]:
        return {"text": text_of(agreements.agreement_page(self.pk, self.by))}

    def effects(self) -> list[Effect]:
        first = next(iter(agreements.lines(self.pk)), None)
        told = [
            Effect(str(Money(self.it.amount_cents)), "passent de « réservé » à « engagé »"),
            Effect(french.number(self.it.posts), french.word(self.it.posts, "poste à pourvoir", "postes à pourvoir")),
        ]
        return [*told, Effect(str(Money(first.cents)), "exigibles aujourd’hui : le premier versement")] if first else told

    def perform(self, answers: dict[str, Any]) -> str:
        it = sign_agreement(agreement_id=self.pk, by=self.by)
        return f"La convention {it.number} est signée : elle est en vigueur jusqu’au {said(it.ends_on)}."


class SignElsewhere(OnAgreement):
    """Signer la convention pour la Caisse des Dépôts, avec un certificat extérieur."""

    route, address, act = "caisse:sign_elsewhere", "conventions/<uuid:pk>/signer-autrement/", "sign_as_caisse"
    title = label = "Signer avec mon propre certificat"
    submit = "Envoyer le document signé"
    form_class = SignedElsewhere
    lead = "Téléchargez le document signé de la structure, signez-le avec votre outil, puis envoyez-le ici."
    what_happens = (
        "Le fichier est comparé à celui de la structure : seule votre signature peut s’y ajouter. La convention entre alors en vigueur."
    )

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return takes_outside_signatures() and allowed(check_can_sign_as_caisse, by, it)

    def more(self) -> dict[str, Any]:
        return {"facts": [*self.facts(), Fact("Document", f"Convention {self.it.number}", reverse("document", args=[self.it.document_id]))]}

    def perform(self, answers: dict[str, Any]) -> str:
        it = sign_agreement(agreement_id=self.pk, by=self.by, outside=answers["signed_file"].read())
        return f"La convention {it.number} est signée : elle est en vigueur jusqu’au {said(it.ends_on)}."


class ReasonForm(Form):
    reason = Reason(label="Motif")


class CancelAgreement(OnAgreement):
    """Annuler la convention."""

    route, address, act = "caisse:cancel_agreement", "conventions/<uuid:pk>/annuler/", "cancel"
    danger, form_class = True, ReasonForm

    def effects(self) -> list[Effect]:
        return [
            Effect(str(Money(self.it.amount_cents)), "reviennent à la dotation"),
            Effect(
                french.number(self.it.posts), french.word(self.it.posts, "poste revient à la dotation", "postes reviennent à la dotation")
            ),
            Effect("", "la structure ne pourra plus signer cette convention", "error"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = cancel_agreement(agreement_id=self.pk, reason=answers["reason"], by=self.by)
        return f"La convention {it.number} est annulée."


class PeriodForm(Form):
    """A period of activity, both days included."""

    starts_on = Day(label="Premier jour de la période")
    ends_on = Day(label="Dernier jour de la période")


class AskHostReport(OnAgreement):
    """Demander un compte rendu à la structure."""

    route, address, workflow = "caisse:ask_report", "conventions/<uuid:pk>/compte-rendu/", None
    also = ((HOST_REPORT, "ask"),)
    title = label = "Demander un compte rendu"
    form_class = PeriodForm
    what_happens = f"La structure reçoit la demande ; elle a {DAYS_TO_REPORT} jours après la fin de la période pour répondre."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.status in RUNNING

    def initial(self) -> dict[str, Any]:
        """The last whole half-year before today."""
        today = clock.today()
        if today.month > 6:
            return {"starts_on": dt.date(today.year, 1, 1), "ends_on": dt.date(today.year, 6, 30)}
        return {"starts_on": dt.date(today.year - 1, 7, 1), "ends_on": dt.date(today.year - 1, 12, 31)}

    def perform(self, answers: dict[str, Any]) -> str:
        self.asked = reports.ask_host_report(agreement_id=self.pk, **answers, by=self.by)
        return f"Le compte rendu est demandé à « {self.it.organization.name} » : réponse attendue avant le {said(self.asked.due_on)}."

    def done(self) -> str:
        return reverse("caisse:report", args=[self.asked.pk])


ON_AGREEMENT = (GenerateAgreement, SignAgreement, SignElsewhere, AskHostReport, CancelAgreement)
