"""The instruction of an application: take, ask for additions, derogate, declare inadmissible, put on an agenda."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.workflow import Workflow
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import APPLICATION, InadmissibleCode, PieceStatus
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import Needed
from lucette.scheme.committee import actions as committee_actions
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.enums import SessionStatus
from lucette.scheme.reviews import actions
from lucette.scheme.reviews import queries as reviews
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.interests import kept_away
from lucette.web.gate.objects import said

ITEMS = (
    "La délibération ou la décision qui autorise la candidature",
    "Une présentation du projet d’accueil",
    "Le lieu où le conseiller recevra le public",
    "L’engagement sur la rémunération et la formation du conseiller",
    "La justification du nombre de postes demandés",
)


class OnApplication(ActPage):
    """An act on one application, by those who instruct it and have no conflict of interest on it."""

    workflow: ClassVar[Workflow | None] = APPLICATION

    def subject(self) -> Any:
        kept_away(self.by, committee.has_conflict(self.pk, self.by))
        return applications.application(self.pk, self.by).application

    def back(self) -> str:
        return reverse("agency:application", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [
            Fact("Candidature", self.it.number),
            Fact("Structure", self.it.organization.name),
            Fact("Postes demandés", french.number(self.it.posts_asked)),
            Fact("Réponse attendue avant le", said(self.it.answer_due_on) or "aucune date"),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [
            ("Espace de l’ANCT", reverse("agency:dashboard")),
            ("Candidatures", reverse("agency:applications")),
            (f"Candidature {self.it.number}", self.back()),
        ]

    def days(self, code: str) -> str:
        """« 30 jours », as the call says; "" when it does not."""
        try:
            return french.plural(calls.parameter(self.it.call_id, code, self.it.rules_on or clock.today()), "jour")
        except RuleBroken:
            return ""


class Take(OnApplication):
    """Prendre la candidature en instruction."""

    route, address, act = "agency:take", "candidatures/<uuid:pk>/prendre/", "take"
    label = "Prendre en instruction"

    def effects(self) -> list[Effect | str]:
        asked = "opinion" not in self.it.not_taken_over
        days = self.days("opinion_days") if asked else ""
        return [
            "L’éligibilité est calculée au jour du dépôt, et gardée avec le dossier.",
            *([Effect("1", "lettre part à la préfecture, pour lui demander son avis")] if asked else []),
            *([Effect(days, "sont laissés à la préfecture pour répondre")] if days else []),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        review = actions.take(application_id=self.pk, by=self.by)
        told = {
            True: "Elle remplit toutes les conditions de l’appel.",
            False: "Elle ne remplit pas toutes les conditions de l’appel.",
            None: "Une condition au moins est à vérifier sur pièces.",
        }
        return f"La candidature {self.it.number} est en instruction. {told[review.eligible]}"


PIECE = "document:"  # before the code of a document of the call, among the items


class Completion(Form):
    items = forms.MultipleChoiceField(label="Éléments à fournir", choices=(), widget=forms.CheckboxSelectMultiple, required=False)
    other = forms.CharField(label="Autre élément", max_length=160, required=False)
    comment = forms.CharField(
        label="Ce que vous attendez", help_text="La structure lira ce texte dans sa lettre.", max_length=1000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, pieces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [*pieces, *((item, item) for item in ITEMS)]


class AskCompletion(OnApplication):
    """Demander des compléments."""

    route, address, act = "agency:ask_completion", "candidatures/<uuid:pk>/completer/", "ask_completion"
    form_class = Completion

    @cached_property
    def pieces(self) -> list[applications.PieceShown]:
        return applications.pieces(self.it)

    def form_arguments(self) -> dict[str, Any]:
        return {"pieces": [(f"{PIECE}{it.code}", f"{it.label} ({it.status_label or 'absent'})") for it in self.pieces]}

    def initial(self) -> dict[str, Any]:
        """What is missing for the filing, or was refused, is ticked, with what was said of it."""
        wanted = [it for it in self.pieces if it.status == PieceStatus.REFUSED or it.missing_for(Needed.FILING)]
        said_of = [f"{it.label} : {it.said}" for it in wanted if it.said]
        return {"items": [f"{PIECE}{it.code}" for it in wanted], "comment": "\n".join(said_of)}

    def effects(self) -> list[Effect | str]:
        days = self.days("completion_days")
        return [
            Effect("1", "lettre part à la structure"),
            *([Effect(days, "sont laissés à la structure ; sans réponse, le dossier est classé sans suite")] if days else []),
            "Le délai de réponse de l’ANCT est suspendu jusqu’à la réponse de la structure.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        pieces = [it.removeprefix(PIECE) for it in answers["items"] if it.startswith(PIECE)]
        items = [*(it for it in answers["items"] if not it.startswith(PIECE)), answers["other"]]
        asked = actions.ask_completion(application_id=self.pk, items=items, pieces=pieces, comment=answers["comment"], by=self.by)
        return f"La demande est envoyée à la structure. Sa réponse est attendue avant le {said(asked.due_on)}."


# the ground that a rule which fails points to
GROUNDS = {
    "legal_category": InadmissibleCode.CATEGORY,
    "state_service": InadmissibleCode.STATE_SERVICE,
    "window": InadmissibleCode.OUTSIDE_WINDOW,
}


class Reason(Form):
    code = forms.ChoiceField(
        label="Motif de l’irrecevabilité",
        widget=forms.RadioSelect,
        choices=[(it.value, it.label[:1].upper() + it.label[1:]) for it in InadmissibleCode if it != InadmissibleCode.NO_DEROGATION],
    )
    reason = forms.CharField(
        label="Précisions",
        help_text="Nécessaires pour un autre motif. La structure lira ce texte dans sa lettre, après le motif choisi.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DeclareInadmissible(OnApplication):
    """Déclarer la candidature irrecevable."""

    route, address, act = "agency:inadmissible", "candidatures/<uuid:pk>/irrecevable/", "declare_inadmissible"
    label, danger = "Déclarer irrecevable", True
    form_class = Reason

    def initial(self) -> dict[str, Any]:
        """The rules that the file does not meet say the ground, and why."""
        found = reviews.frozen_eligibility(self.pk)
        failed = found.failed if found else []
        grounds = [GROUNDS[check.rule] for check in reversed(failed) if check.rule in GROUNDS]
        return {"code": grounds[0] if grounds else "", "reason": " ".join(check.text for check in failed)}

    def effects(self) -> list[Effect | str]:
        return [
            Effect("1", "lettre part à la structure, avec le motif et les recours"),
            Effect("", "L’instruction s’arrête : le dossier ne passera pas devant le comité.", "error"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.declare_inadmissible(application_id=self.pk, code=answers["code"], reason=answers["reason"], by=self.by)
        return f"La candidature {self.it.number} est déclarée irrecevable. La structure en est informée."


class Derogation(Form):
    outcome = forms.ChoiceField(
        label="Votre décision",
        widget=forms.RadioSelect,
        choices=[("grant", "Accorder la dérogation"), ("refuse", "La refuser : la candidature est irrecevable")],
    )
    reason = forms.CharField(label="Motif de la dérogation", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))


class Derogate(OnApplication):
    """Décider une dérogation."""

    route, address = "agency:derogate", "candidatures/<uuid:pk>/deroger/"
    workflow = None
    title, label = "Décider une dérogation", "Décider une dérogation"
    form_class = Derogation

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.status == S.UNDER_REVIEW)

    def facts(self) -> list[Fact]:
        found = reviews.frozen_eligibility(self.pk)
        failed = [check.text for check in found.failed] if found else []
        asked = [Fact("Dérogation demandée", self.it.derogation_asked)] if self.it.derogation_asked else []
        return [*super().facts(), *(Fact("Condition non remplie", text) for text in failed), *asked]

    def effects(self) -> list[Effect | str]:
        return [
            "Accordée, la candidature pourra passer devant le comité, malgré la condition non remplie.",
            "Refusée, la candidature est déclarée irrecevable ; une lettre part à la structure, avec votre motif et les recours.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        if answers["outcome"] == "refuse":
            actions.refuse_derogation(application_id=self.pk, reason=answers["reason"], by=self.by)
            return f"La dérogation est refusée : la candidature {self.it.number} est irrecevable. La structure en est informée."
        actions.derogate(application_id=self.pk, reason=answers["reason"], by=self.by)
        return f"La dérogation est décidée : la candidature {self.it.number} peut être inscrite à l’ordre du jour."


class ChosenSession(Form):
    session = forms.ChoiceField(label="Séance", widget=forms.RadioSelect)

    def __init__(self, *args: Any, sessions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = sessions


class PutOnAgenda(OnApplication):
    """Inscrire la candidature à l’ordre du jour."""

    route, address, act = "agency:put_on_agenda", "candidatures/<uuid:pk>/inscrire/", "put_on_agenda"
    label = "Inscrire à l’ordre du jour"
    form_class = ChosenSession
    none: ClassVar[str] = "Aucune séance n’est en préparation pour cette dotation : préparez-en une d’abord."

    @cached_property
    def sessions(self) -> list[tuple[str, str]]:
        held = committee.sessions(self.by, self.it.call.endowment_id)
        ready = [it for it in held if it.status == SessionStatus.PREPARED and not it.rectifies_id]
        return [(str(it.pk), f"{it.number}, le {said(it.held_on)}") for it in ready]

    def form_arguments(self) -> dict[str, Any]:
        return {"sessions": self.sessions}

    def more(self) -> dict[str, Any]:
        return {"lead": "" if self.sessions else self.none}

    def effects(self) -> list[Effect | str]:
        return ["Le dossier prend la dernière place de l’ordre du jour.", "Le comité lira le dossier tel qu’il est aujourd’hui."]

    def perform(self, answers: dict[str, Any]) -> str:
        line = committee_actions.add_to_agenda(session_id=UUID(answers["session"]), application_id=self.pk, by=self.by)
        return f"La candidature {self.it.number} est inscrite à l’ordre du jour, en place {french.number(line.position)}."


ON_APPLICATION = (Take, PutOnAgenda, AskCompletion, DeclareInadmissible)
