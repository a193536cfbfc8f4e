"""What the bank answers: to a batch, in two steps; to the question about a silent order. And what came back, asked again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import BATCH, ORDER
from lucette.web.caisse import tables
from lucette.web.caisse.acts.agreements import ReasonForm
from lucette.web.caisse.acts.bank_files import KEPT, GiveFile, XmlFile, content_of
from lucette.web.caisse.acts.orders import OnOrder
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage

STEPS = 2


class AnswerForm(Form):
    """The file that the bank gives."""

    file = XmlFile(label="Fichier de la réponse", help_text="Le fichier pain.002 donné par la banque (extension .xml), 20 Mo au plus.")


class GiveAnswer(GiveFile):
    """Lire une réponse de la banque: the file."""

    route, address = "caisse:give_answer", "lots/reponse/lire/"
    title = "Lire une réponse de la banque"
    submit = "Voir ce que dit la réponse"
    form_class, steps = AnswerForm, STEPS
    what_happens = "Rien n’est écrit à cette étape : vous verrez d’abord ce que la réponse contient."

    def back(self) -> str:
        return reverse("caisse:batches")

    def crumbs(self) -> list[tuple[str, str]]:
        return breadcrumb(self.by, ("Lots de virements", "caisse:batches"))

    def perform(self, answers: dict[str, Any]) -> str:
        self.kept = actions.keep_answer(content=content_of(answers["file"], "answer"), by=self.by)
        return KEPT

    def done(self) -> str:
        return reverse("caisse:read_answer", args=[self.kept.pk])


class ReadAnswer(ActPage):
    """What the answer would do, then do it."""

    route, address = "caisse:read_answer", "lots/reponse/<uuid:pk>/"
    also = ((BATCH, "acknowledge"), (ORDER, "refuse_by_bank"))
    title = "Ce que dit la réponse"
    submit = "Enregistrer cette réponse"
    template_name = "caisse/statement_tried.html"

    def subject(self) -> payments.AnswerGiven:
        return payments.answer_given(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:batch", args=[self.it.batch.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return breadcrumb(self.by, ("Lots de virements", "caisse:batches"))

    def facts(self) -> list[Fact]:
        facts = [Fact("Lot", self.it.batch.message_id), Fact("La banque répond", self.it.status)]
        return [fact for fact in facts if fact.value]

    def effects(self) -> list[Effect]:
        if self.it.already_known:
            return [Effect("", "cette réponse est déjà lue : rien ne changera")]
        back = [it.amount for it in self.it.refusals if it.in_flight]
        done = len(self.it.refusals) - len(back)
        told = [Effect(french.number(len(back)), french.word(len(back), "virement refusé", "virements refusés"), "warning")] if back else []
        told += [Effect(str(Money(sum(it.cents for it in back))), "de nouveau à ordonnancer")] if back else []
        told += [Effect(french.number(done), "refus d’un virement déjà exécuté : demandez à la banque", "error")] if done else []
        return told or [Effect("", "aucun virement de ce lot n’est refusé")]

    def more(self) -> dict[str, Any]:
        refused = tables.refusals(self.it.refusals[:200])
        return {"movements": refused, "step": 2, "steps": STEPS, "step_label": "Vérifier ce qu’elle dit", "next_label": ""}

    def perform(self, answers: dict[str, Any]) -> str:
        found = actions.take_answer(content=self.it.content, by=self.by)
        if found.already_known:
            return "Cette réponse était déjà lue : rien n’a changé."
        many = french.plural(found.refused, "virement refusé", "virements refusés")
        return f"La réponse de la banque est enregistrée : {many}."


class InquiryForm(ReasonForm):
    """What the bank wrote."""

    received = forms.ChoiceField(
        label="Que dit la banque ?",
        choices=[("oui", "Elle a reçu ce virement"), ("non", "Elle n’a pas reçu ce virement")],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label="Réponse écrite de la banque", help_text="Un courrier ou un courriel, 20 Mo au plus.")
    field_order = ["received", "file", "reason"]


class AnswerInquiry(OnOrder):
    """Noter la réponse de la banque."""

    route, address, act = "caisse:answer_inquiry", "ordres/<uuid:pk>/reponse-de-la-banque/", "answer"
    form_class = InquiryForm
    lead = "Aucun relevé ne parle de ce virement. Demandez à la banque ce qu’il est devenu, puis notez sa réponse."
    what_happens = "Reçu : l’ordre attend de nouveau le relevé. Pas reçu : il est de nouveau à ordonnancer. Il ne repart jamais seul."

    def perform(self, answers: dict[str, Any]) -> str:
        given = answers["file"]
        it = actions.answer_inquiry(
            order_id=self.pk,
            received=answers["received"] == "oui",
            content=content_of(given, "inquiry"),
            filename=given.name,
            content_type=given.content_type or "application/octet-stream",
            reason=answers["reason"],
            by=self.by,
        )
        return f"La réponse de la banque est notée : l’ordre {it.number} est {it.get_status_display()}."


class Replace(OnOrder):
    """Demander de nouveau le versement revenu."""

    route, address, act = "caisse:replace", "ordres/<uuid:pk>/demander-de-nouveau/", "replace"
    lead = "La banque a renvoyé ce virement. Vous le demandez de nouveau, sur les coordonnées bancaires corrigées."
    what_happens = "Un nouvel ordre est créé. Il passe par les mêmes contrôles et par quatre personnes différentes."

    def effects(self) -> list[Effect]:
        return [Effect("1", "nouvel ordre, à certifier"), Effect("", "le montant revenu reste dû à la structure")]

    def perform(self, answers: dict[str, Any]) -> str:
        self.new = actions.replace(order_id=self.pk, by=self.by)
        return f"L’ordre {self.new.number} est demandé pour {Money(self.new.cents)} : à la certification."

    def done(self) -> str:
        return reverse("caisse:order", args=[self.new.pk])
