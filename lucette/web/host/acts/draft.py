"""The application, step by step: saved at each step, whatever is missing; filed at the end only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.drafts import actions as entries
from lucette.foundation.organizations import queries as organizations
from lucette.kernel.actor import Actor
from lucette.scheme.applications import actions
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import Public
from lucette.scheme.applications.policies import can_prepare
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.reviews import queries as reviews
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.agreements import COMMITMENTS
from lucette.web.gate.applications import VERDICTS
from lucette.web.gate.objects import identifier
from lucette.web.host.acts.applications import NOT_FILED, OnApplication

# the steps: route, title, the fields of the application that each holds
STEPS = (
    ("host:draft_structure", "Votre structure", ("organization",)),
    ("host:draft_need", "Votre besoin", ("publics", "places_planned")),
    ("host:draft_project", "Votre projet", ("post_kind", "posts_asked", "start_on", "candidate_identified", "motivation")),
    ("host:draft_contact", "Votre contact", ("contact_name", "contact_function", "contact_email", "contact_phone")),
    ("host:draft_pieces", "Vos documents", ("pieces",)),
    ("host:draft_commitments", "Vos engagements", ("commitments_accepted",)),
    ("host:draft_summary", "Récapitulatif et dépôt", ()),
)


class DraftStep(OnApplication):
    """One step of a draft. What is typed is saved, complete or not; « Étape précédente » saves too."""

    act = "save"
    template_name = "host/draft_step.html"
    step: ClassVar[int]
    submit = "Enregistrer et continuer"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_prepare(by)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if self.goes_back and not form.is_valid():
            entries.keep(address=request.path, typed=dict(request.POST.lists()), by=self.by)
            return redirect(self.done())
        return super().post(request, **kwargs)

    @property
    def goes_back(self) -> bool:
        return self.request.POST.get("go") == "back"

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.it, name) for name in self.form_class.base_fields}

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.save(application_id=self.pk, by=self.by, **answers)
        return f"Étape enregistrée dans le brouillon {it.number}. {NOT_FILED}"

    def done(self) -> str:
        return reverse(STEPS[self.step - 2 if self.goes_back else self.step][0], args=[self.pk])

    def facts(self) -> list[Fact]:
        return []

    def more(self) -> dict[str, Any]:
        return {
            **stepper(self.step),
            "title": STEPS[self.step - 1][1],
            "not_filed": NOT_FILED,
            "number": self.it.number,
            "previous": self.step > 1,
            "next_url": reverse(STEPS[self.step][0], args=[self.pk]),
        }


def stepper(step: int) -> dict[str, Any]:
    return {
        "step": step,
        "steps": len(STEPS),
        "step_label": STEPS[step - 1][1],
        "next_label": STEPS[step][1] if step < len(STEPS) else "",
    }


class DraftStructure(DraftStep):
    """Votre structure : tout est déjà écrit."""

    route, address = "host:draft_structure", "candidatures/<uuid:pk>/brouillon/structure/"
    label = "Compléter le brouillon"
    http_method_names = ["get", "head"]
    step = 1

    @cached_property
    def own(self) -> Any:
        return organizations.organization(self.it.organization_id, self.by)

    def facts(self) -> list[Fact]:
        own = self.own
        facts = [
            Fact("Appel", self.it.call.title),
            Fact("Structure", own.name, note=identifier(own)),
            Fact("Employeur", own.get_employer_display().capitalize(), note=own.get_kind_display().capitalize()),
            Fact("Adresse", own.address),
            Fact("Commune", own.commune.name, note=own.commune.department.name),
        ]
        return [fact for fact in facts if fact.value]

    def more(self) -> dict[str, Any]:
        it = self.it
        found = reviews.eligibility(it.call_id, self.own, posts=it.posts_asked, call=it.call, post_kind=it.post_kind)
        return super().more() | told(found)


def told(found: reviews.Eligibility, only: tuple[str, ...] = ("pass", "fail", "to_check")) -> dict[str, Any]:
    """Eligibility for a page: its summary, its tone, the rules answered in one of these ways."""
    tone = {True: "success", False: "error", None: "warning"}[found.eligible]
    checks = [(VERDICTS[check.verdict], check) for check in found.checks if check.verdict in only]
    return {"eligibility": found, "tone": tone, "checks": checks}


class DraftForm(Form):
    """Every answer may wait, save those of `now`: what filing needs is shown as needed, and asked for at the end."""

    now: ClassVar[frozenset[str]] = frozenset()

    def full_clean(self) -> None:
        waiting = [field for name, field in self.fields.items() if field.required and name not in self.now]
        for field in waiting:
            field.required = False
        super().full_clean()
        for field in waiting:
            field.required = True


class NeedForm(DraftForm):
    publics = forms.MultipleChoiceField(
        label="À qui s’adressera le conseiller\u00a0?", choices=Public.choices, widget=forms.CheckboxSelectMultiple
    )
    places_planned = forms.CharField(
        label="Dans quels lieux recevra-t-il\u00a0?",
        max_length=1000,
        widget=text_area(4),
        help_text="Mairie, bibliothèque, permanences dans d’autres communes. 1 000 caractères au plus.",
    )
    existing_offer = forms.CharField(
        label="Quelle aide existe déjà autour de vous\u00a0?",
        required=False,
        max_length=1000,
        widget=text_area(4),
        help_text="Espace France Services, association, médiathèque. 1 000 caractères au plus.",
    )
    france_services = forms.BooleanField(
        label="Nous portons un espace France Services\u00a0: le poste s’ajoutera aux deux agents prévus", required=False
    )


class DraftNeed(DraftStep):
    """Votre besoin."""

    route, address = "host:draft_need", "candidatures/<uuid:pk>/brouillon/besoin/"
    title = "Candidature : votre besoin"
    form_class = NeedForm
    step = 2


POSTS: dict[str, str] = {
    PostKind.ADVISER: "Un ou plusieurs conseillers, qui aident les habitants",
    PostKind.COORDINATOR: "Un coordinateur à temps plein, qui anime et appuie les conseillers du territoire",
    PostKind.COORDINATOR_PART: "Un coordinateur qui reçoit aussi les habitants",
}


class ProjectForm(DraftForm):
    now = frozenset({"posts_asked"})

    post_kind = forms.ChoiceField(
        label="Quel poste demandez-vous\u00a0?",
        choices=[(kind.value, POSTS[kind]) for kind in PostKind],
        widget=forms.RadioSelect,
        help_text="Une candidature demande un seul poste de coordinateur.",
    )
    posts_asked = forms.IntegerField(
        label="Combien de conseillers voulez-vous accueillir\u00a0?", min_value=1, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    start_on = Day(label="À partir de quelle date\u00a0?")
    candidate_identified = forms.BooleanField(label="Nous avons déjà une personne en vue", required=False)
    motivation = forms.CharField(
        label="Pourquoi accueillir un conseiller\u00a0?",
        max_length=2500,
        widget=text_area(8),
        help_text="Vos habitants, leurs besoins, les lieux où le conseiller recevra. 2 500 caractères au plus.",
    )

    def __init__(self, *typed: Any, kinds: Sequence[str] = (), **more: Any) -> None:
        """No question about the kind of post where the call offers one only."""
        super().__init__(*typed, **more)
        if len(kinds) < 2:
            del self.fields["post_kind"]
        else:
            self.fields["post_kind"].choices = [(kind, POSTS[kind]) for kind in kinds]

    def clean_post_kind(self) -> str:
        """Advisers, as long as nothing is chosen."""
        return self.cleaned_data["post_kind"] or PostKind.ADVISER


class DraftProject(DraftStep):
    """Votre projet."""

    route, address = "host:draft_project", "candidatures/<uuid:pk>/brouillon/projet/"
    title = "Candidature : votre projet"
    form_class = ProjectForm
    step = 3

    def form_arguments(self) -> dict[str, Any]:
        """What the call offers, and what this draft asks for already."""
        offered = applications.kinds(self.it)
        return {"kinds": [kind for kind in PostKind if kind in offered or kind == self.it.post_kind]}

    def more(self) -> dict[str, Any]:
        shared = applications.sharing(self.it)
        return super().more() | {"sharing_url": reverse("host:add_partner", args=[self.pk]), "sharing": shared}


class PersonForm(DraftForm):
    contact_name = forms.CharField(label="Prénom et nom", max_length=160)
    contact_function = forms.CharField(label="Fonction", required=False, max_length=120)
    contact_email = forms.CharField(
        label="Adresse électronique", max_length=254, widget=forms.EmailInput(), help_text="Exemple : mairie@exemple.fr"
    )
    contact_phone = forms.CharField(
        label="Téléphone",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text="Dix chiffres, par exemple 05 55 00 00 00",
    )


class DraftContact(DraftStep):
    """Votre contact : qui suit la candidature."""

    route, address = "host:draft_contact", "candidatures/<uuid:pk>/brouillon/contact/"
    lead = "La personne qui suit ce dossier : l’ANCT lui écrit et l’appelle."
    title = "Candidature : votre contact"
    form_class = PersonForm
    step = 4

    def initial(self) -> dict[str, Any]:
        """Whoever types, as long as nobody is named."""
        kept = super().initial()
        if any(kept.values()):
            return kept
        me = next((it for it in accounts.holders(self.by.role, self.by.scope) if it.person_id == self.by.pk), None)
        return kept | ({"contact_name": me.name, "contact_email": me.email} if me else {})


class CommitmentsForm(DraftForm):
    commitments_accepted = forms.BooleanField(label="La structure prend ces engagements")


class DraftCommitments(DraftStep):
    """Vos engagements."""

    route, address = "host:draft_commitments", "candidatures/<uuid:pk>/brouillon/engagements/"
    title = "Candidature : vos engagements"
    form_class = CommitmentsForm
    step = 6

    def more(self) -> dict[str, Any]:
        return super().more() | {"commitments": COMMITMENTS}


DRAFT_STEPS = (DraftStructure, DraftNeed, DraftProject, DraftContact, DraftCommitments)
