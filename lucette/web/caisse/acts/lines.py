"""What the Banque des Territoires does about one instalment line: hold, resume, override with a second person, reduce, cancel."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.workflow import Workflow
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import LINE, OVERRIDE, SEEN, TOLD, LineStatus
from lucette.web.caisse.acts.agreements import ReasonForm
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Euros, OneChip, Reason
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage


def line_facts(row: payments.LineRow) -> list[Fact]:
    """What a line is, before deciding about it."""
    facts = [
        Fact("Structure", row.host),
        Fact("Convention", row.agreement_number, reverse("caisse:agreement", args=[row.agreement_id])),
        Fact("Versement", french.number(row.number), note=f"échéance du {french.date(row.due_on)}"),
        Fact("Poste", row.post_number),
        Fact("Montant", str(row.amount)),
        Fact("Motif", row.why),
    ]
    return [fact for fact in facts if fact.value]


class OnInstalmentLine(ActPage):
    """An act on one line."""

    workflow: ClassVar[Workflow | None] = LINE

    def subject(self) -> payments.LinePage:
        return payments.line_page(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:instalment_line", args=[self.pk])

    def facts(self) -> list[Fact]:
        return line_facts(self.it.row)

    def crumbs(self) -> list[tuple[str, str]]:
        row = self.it.row
        here = (f"Versement {row.number}, poste {row.post_number}", self.back())
        return [*breadcrumb(self.by, ("Échéances", "caisse:instalment_lines")), here]


class HoldForm(Form):
    ground = OneChip(label="Pourquoi suspendre ?", choices=[(it.value, it.label.capitalize()) for it in TOLD])
    reason = Reason(label="Motif, que la structure lira")


class HoldLine(OnInstalmentLine):
    """Suspendre l’échéance."""

    route, address, act = "caisse:hold_line", "echeances/<uuid:pk>/suspendre/", "hold"
    form_class = HoldForm
    what_happens = "La structure reçoit ce motif. Les autres postes de la convention suivent leur cours."

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "ne pourront plus être demandés avant la levée de la suspension")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.hold(line_id=self.pk, by=self.by, **answers)
        return "L’échéance est suspendue : la structure est prévenue."


class ResumeLine(OnInstalmentLine):
    """Lever la suspension de l’échéance."""

    route, address, act = "caisse:resume_line", "echeances/<uuid:pk>/lever/", "resume"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.row.ground not in SEEN

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "redeviennent prévus, et exigibles si leur date et leur condition sont atteintes")]

    def perform(self, answers: dict[str, Any]) -> str:
        line = actions.resume(line_id=self.pk, by=self.by)
        return f"La suspension est levée : l’échéance est {LineStatus(line.status).label}."


class AskOverride(OnInstalmentLine):
    """Demander une dérogation."""

    route, address, workflow = "caisse:ask_override", "echeances/<uuid:pk>/deroger/", None
    also = ((OVERRIDE, "ask"),)
    title = label = "Demander une dérogation"
    form_class = ReasonForm
    lead = "Vous demandez de payer cette échéance, dont la condition n’est pas remplie."
    what_happens = "Une autre personne de la Banque des Territoires confirme ou refuse. Rien n’est exigible avant."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.overridable and not it.asked

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "deviendront exigibles si une deuxième personne confirme")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.ask_override(line_id=self.pk, motive=answers["reason"], by=self.by)
        return "La dérogation est demandée : une autre personne y répond."


class ReduceForm(ReasonForm):
    asked_by = {"cents": "amount"}
    amount = Euros(label="Montant à garder")
    field_order = ["amount", "reason"]


class ReduceLine(OnInstalmentLine):
    """Réduire l’échéance."""

    route, address, act = "caisse:reduce_line", "echeances/<uuid:pk>/reduire/", "reduce"
    form_class = ReduceForm
    what_happens = "La différence redevient disponible pour d’autres postes. La structure est prévenue."

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "engagés aujourd’hui : vous dites ce qui en reste")]

    def perform(self, answers: dict[str, Any]) -> str:
        line = actions.reduce_line(line_id=self.pk, cents=answers["amount"].cents, reason=answers["reason"], by=self.by)
        return f"L’échéance est réduite à {payments.line_page(line.pk, self.by).row.amount}."


class CancelLine(OnInstalmentLine):
    """Annuler l’échéance."""

    route, address, act = "caisse:cancel_line", "echeances/<uuid:pk>/annuler/", "cancel"
    form_class, danger = ReasonForm, True
    what_happens = "La structure est prévenue. Une échéance annulée ne revient pas."

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "quittent « engagé » et redeviennent disponibles")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.cancel_line(line_id=self.pk, reason=answers["reason"], by=self.by)
        return f"L’échéance est annulée : {self.it.row.amount} redeviennent disponibles."


class OnOverride(ActPage):
    """The answer of a second person."""

    workflow = OVERRIDE

    def subject(self) -> payments.OverrideCard:
        return payments.override_card(self.pk, self.by)

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return not it.own

    def back(self) -> str:
        return reverse("caisse:instalment_line", args=[self.it.line.pk])

    def facts(self) -> list[Fact]:
        asked = Fact("Demandée par", self.it.row.asked_by or "une personne de la Banque des Territoires")
        return [*line_facts(self.it.line), asked, Fact("Motif de la dérogation", self.it.row.motive)]

    def crumbs(self) -> list[tuple[str, str]]:
        row = self.it.line
        here = (f"Versement {row.number}, poste {row.post_number}", self.back())
        return [*breadcrumb(self.by, ("Échéances", "caisse:instalment_lines")), here]


class ConfirmOverride(OnOverride):
    """Confirmer la dérogation."""

    route, address, act = "caisse:confirm_override", "derogations/<uuid:pk>/confirmer/", "confirm"
    lead = "La condition de cette échéance n’est pas remplie. Vous acceptez, avec une autre personne, qu’elle soit payée."

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.line.amount), "deviennent exigibles : le versement pourra être demandé")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.confirm_override(override_id=self.pk, by=self.by)
        return "La dérogation est confirmée : l’échéance est exigible."


class RefuseOverride(OnOverride):
    """Refuser la dérogation."""

    route, address, act = "caisse:refuse_override", "derogations/<uuid:pk>/refuser/", "refuse"
    form_class = ReasonForm
    what_happens = "La personne qui a demandé la dérogation lira ce motif."

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.line.amount), "restent en attente")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.refuse_override(override_id=self.pk, reason=answers["reason"], by=self.by)
        return "La dérogation est refusée : l’échéance reste en attente."


ON_INSTALMENT_LINE = (AskOverride, ResumeLine, ReduceLine, HoldLine, CancelLine)
ON_OVERRIDE = (ConfirmOverride, RefuseOverride)
