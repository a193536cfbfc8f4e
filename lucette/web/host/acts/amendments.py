"""What the host changes in its agreement: posts given back, its end; and what it answers to the Caisse des Dépôts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Refusal, allowed
from lucette.scheme.agreements import actions
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.enums import AMENDMENT, NOTICE, RUNNING, NoticeKind, ReturnReason
from lucette.scheme.agreements.policies import check_can_sign_as_host
from lucette.scheme.agreements.queries import amendments as changes
from lucette.scheme.agreements.rules.amendments import told
from lucette.stories import amend_agreement, end_posts, terminate_agreement
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, Paper
from lucette.web.design.forms import Form, text_area
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.amendments import in_numbers
from lucette.web.gate.objects import said
from lucette.web.host.crumbs import CRUMB, crumb

DAY_HELP = "Dernier jour financé. Exemple : 31/08/2021"


def signs(by: Actor, it: Any) -> bool:
    """May this person commit the host on this agreement, now? Asked once for all the acts that a page offers."""
    if it.status not in RUNNING:
        return False
    told: dict[UUID, bool] = it.__dict__.setdefault("committed_by", {})
    if by.pk not in told:
        told[by.pk] = by.role == RoleName.HOST_REPRESENTATIVE or allowed(check_can_sign_as_host, by, it, clock.today())
    return told[by.pk]


class OnRunning(ActPage):
    """An act of the host on an agreement that runs."""

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return signs(by, it)

    def subject(self) -> Any:
        return agreements.agreement(self.pk, self.by)

    def back(self) -> str:
        return reverse("host:agreement", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Mes conventions", "host:agreements"), (f"Convention {self.it.number}", self.back())]


class ReturnForm(Form):
    """Five questions: which posts, from when, why, the proof when somebody still holds one, and the confirmation."""

    posts = forms.MultipleChoiceField(label="Quels postes rendez-vous ?", widget=forms.CheckboxSelectMultiple, choices=())
    effective_on = Day(label="Jusqu’à quel jour ?", help_text=DAY_HELP)
    reason = forms.ChoiceField(label="Pourquoi ?", widget=forms.RadioSelect, choices=ReturnReason.choices)
    proof = Paper(label="Preuve de la fin du contrat", required=False, before="Seulement si un de ces postes est encore pourvu.")
    confirm = forms.BooleanField(label="Je rends ces postes et je sais qu’ils ne reviendront pas à ma structure.")

    def __init__(self, *typed: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*typed, **more)
        self.fields["posts"].choices = choices


class ReturnPosts(OnRunning):
    """Rendre des postes."""

    route, address = "host:return_posts", "conventions/<uuid:pk>/rendre-des-postes/"
    also = ((AMENDMENT, "ask"),)
    title = label = "Rendre des postes"
    submit = "Rendre ces postes"
    lead = "Un seul acte, sans lettre recommandée : vous recevez aussitôt un récépissé daté et scellé."
    what_happens = "La Caisse des Dépôts signe l’avenant. Vous recevez alors le compte de ce qui reste à verser ou à rendre."
    form_class, danger = ReturnForm, True

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": [(str(pk), f"Poste {number}") for pk, number in end_posts.live_posts(self.pk).items()]}

    def initial(self) -> dict[str, Any]:
        return {"effective_on": clock.today()}

    def effects(self) -> list[Effect | str]:
        """Each post as it would be if it were given back today."""
        try:
            found = terminate_agreement.effects(self.pk, clock.today(), self.by)
        except Refusal as refusal:
            return [refusal.sentence]
        return [f"{label}, rendu aujourd’hui : {value}." for label, value in told({"posts": found["posts"]})]

    def perform(self, answers: dict[str, Any]) -> str:
        proof = answers["proof"]
        self.made = amend_agreement.return_posts(
            agreement_id=self.pk,
            post_ids=[pk for pk in end_posts.live_posts(self.pk) if str(pk) in answers["posts"]],
            effective_on=answers["effective_on"],
            reason=answers["reason"],
            proof=(proof.name, proof.read()) if proof else None,
            by=self.by,
        )
        return f"Vous avez rendu {french.plural(self.made.posts, 'poste')}. Votre récépissé {self.made.number} est dans les documents."

    def done(self) -> str:
        return reverse("host:amendment", args=[self.made.pk])


class EndForm(Form):
    effective_on = Day(label="Dernier jour de la convention", help_text="Exemple : 31/08/2021")
    text = forms.CharField(
        label="Pourquoi mettez-vous fin à la convention ?",
        max_length=2000,
        widget=text_area(4),
        help_text="N’écrivez aucun nom de personne.",
    )
    confirm = forms.BooleanField(label="Je demande la fin de la convention pour tous ses postes.")


class AskEnd(OnRunning):
    """Demander la fin de la convention."""

    route, address = "host:ask_end", "conventions/<uuid:pk>/demander-la-fin/"
    also = ((NOTICE, "ask_end"),)
    title = label = "Demander la fin de la convention"
    submit = "Demander la fin"
    what_happens = "La Banque des Territoires enregistre la fin des contrats. La Caisse des Dépôts signe ensuite la résiliation."
    form_class, danger = EndForm, True

    def initial(self) -> dict[str, Any]:
        return {"effective_on": clock.today()}

    def effects(self) -> list[Effect | str]:
        try:
            return list(in_numbers(terminate_agreement.effects(self.pk, clock.today(), self.by)))
        except Refusal as refusal:
            return [refusal.sentence]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.notices.ask_end(agreement_id=self.pk, effective_on=answers["effective_on"], text=answers["text"], by=self.by)
        return "La fin de la convention est demandée. La Caisse des Dépôts vous répond."


class AnswerForm(Form):
    agrees = forms.TypedChoiceField(
        label="Acceptez-vous la fin de la convention ?",
        choices=[("yes", "Oui, nous acceptons"), ("no", "Non, la convention continue")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label="Votre réponse", max_length=2000, widget=text_area(6), help_text="N’écrivez aucun nom de personne.")

    def __init__(self, *typed: Any, mutual: bool, **more: Any) -> None:
        super().__init__(*typed, **more)
        if not mutual:
            del self.fields["agrees"]


class AnswerNotice(ActPage):
    """Répondre à la Caisse des Dépôts."""

    route, address, act = "host:answer_notice", "conventions/demandes/<uuid:pk>/repondre/", "answer"
    workflow, form_class = NOTICE, AnswerForm
    label = submit = "Répondre"
    what_happens = "La Caisse des Dépôts lit votre réponse avant toute décision."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.kind != NoticeKind.HOST and not (it.answer_by and clock.today() > it.answer_by)

    def subject(self) -> Any:
        return changes.notice(self.pk, self.by)

    def back(self) -> str:
        return reverse("host:agreement", args=[self.it.agreement_id])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Mes conventions", "host:agreements"), (f"Convention {self.it.agreement.number}", self.back())]

    def form_arguments(self) -> dict[str, Any]:
        return {"mutual": self.it.kind == NoticeKind.MUTUAL}

    def initial(self) -> dict[str, Any]:
        return {"text": self.it.answer}

    def facts(self) -> list[Fact]:
        it = self.it
        found = [
            Fact("Demande", it.get_kind_display()),
            Fact("Manquement", it.get_duty_display() if it.duty else ""),
            Fact("Ce qui est dit", it.text),
            Fact("Fin envisagée", said(it.effective_on)),
            Fact("Réponse attendue avant le", said(it.answer_by)),
        ]
        return [fact for fact in found if fact.value]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.notices.answer(notice_id=self.pk, text=answers["text"], agrees=answers.get("agrees"), by=self.by)
        return "Votre réponse est envoyée à la Caisse des Dépôts."


ON_RUNNING = (ReturnPosts, AskEnd)
ON_NOTICE = (AnswerNotice,)
