"""The amendments that a host asks for: more posts, more time, another legal person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.foundation.organizations.rules import clean_identifier
from lucette.kernel import clock
from lucette.kernel.errors import Invalid
from lucette.scheme.agreements import actions
from lucette.scheme.agreements.enums import AMENDMENT, AmendmentKind
from lucette.scheme.agreements.rules.amendments import Wanted
from lucette.stories.amend_agreement import ask_new_entity, ask_transfer
from lucette.stories.end_posts import live_posts
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, Paper
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.objects import said
from lucette.web.host.acts.amendments import OnRunning

K = AmendmentKind


class ChangeForm(Form):
    """From when, and why: what every change asks."""

    effective_on = Day(label="À partir de quel jour ?", help_text="Exemple : 01/09/2021")
    explanation = forms.CharField(
        label="Expliquez votre demande", max_length=1000, widget=text_area(4), help_text="N’écrivez aucun nom de personne."
    )


class MorePostsForm(ChangeForm):
    count = forms.IntegerField(label="Combien de postes de plus ?", min_value=1, max_value=20)


class MoreTimeForm(ChangeForm):
    ends_on = Day(label="Nouvelle fin de la convention", help_text="Un an plus tard au plus. Exemple : 31/08/2024")


class NewEntityForm(ChangeForm):
    siret = forms.CharField(
        label="SIRET de la nouvelle structure",
        max_length=20,
        help_text="14 chiffres. Elle a déjà son espace dans Lucette.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_siret(self) -> str:
        try:
            return clean_identifier(self.cleaned_data["siret"])
        except Invalid as refusal:
            raise forms.ValidationError(refusal.sentence) from None


class OnChange(OnRunning):
    """Asking for an amendment: told once asked, on its page."""

    also = ((AMENDMENT, "ask"),)
    submit = "Demander cet avenant"

    def initial(self) -> dict[str, Any]:
        return {"effective_on": clock.today()}

    def facts(self) -> list[Fact]:
        return [Fact("Convention", self.it.number), Fact("Prend fin le", said(self.it.ends_on))]

    def ask(self, wanted: Wanted) -> str:
        self.made = actions.amendments.ask(agreement_id=self.pk, wanted=wanted, by=self.by)
        return self.receipt()

    def receipt(self) -> str:
        return f"L’avenant {self.made.number} est demandé. La Banque des Territoires l’étudie."

    def done(self) -> str:
        return reverse("host:amendment", args=[self.made.pk])


class AskMorePosts(OnChange):
    """Demander des postes de plus."""

    route, address = "host:ask_more_posts", "conventions/<uuid:pk>/demander-des-postes/"
    title = label = "Demander des postes de plus"
    what_happens = (
        "La préfecture donne son avis, puis la Banque des Territoires décide. La subvention est calculée sur les mois qui restent."
    )
    form_class = MorePostsForm

    def perform(self, answers: dict[str, Any]) -> str:
        return self.ask(Wanted(K.ADD_POSTS, answers["effective_on"], answers["explanation"], count=answers["count"]))


class AskMoreTime(OnChange):
    """Demander une prolongation."""

    route, address = "host:ask_more_time", "conventions/<uuid:pk>/prolonger/"
    title = label = "Demander une prolongation"
    what_happens = "La subvention ne change pas : vous avez plus de temps pour l’employer."
    form_class = MoreTimeForm

    def perform(self, answers: dict[str, Any]) -> str:
        return self.ask(Wanted(K.EXTEND, answers["effective_on"], answers["explanation"], ends_on=answers["ends_on"]))


class AskNewEntity(OnChange):
    """Demander un changement de structure."""

    route, address = "host:ask_new_entity", "conventions/<uuid:pk>/changer-de-structure/"
    title = label = "Demander un changement de structure"
    lead = "Fusion, transfert de compétence : une autre personne morale reprend la convention, les postes et les contrats."
    what_happens = "Ce qui reste à vous verser lui sera versé ; ce qui reste à rendre lui sera demandé."
    form_class = NewEntityForm

    def perform(self, answers: dict[str, Any]) -> str:
        asked = {name: answers[name] for name in ("siret", "effective_on", "explanation")}
        self.made = ask_new_entity(agreement_id=self.pk, by=self.by, **asked)
        return self.receipt()


class TransferForm(ChangeForm):
    posts = forms.ChoiceField(label="Quel poste ?", widget=forms.RadioSelect, choices=())
    to_number = forms.CharField(label="Numéro de la convention qui l’accueille", max_length=20, help_text="Celle d’une autre structure.")
    proof = Paper(label="Accord écrit de l’autre structure")

    def __init__(self, *typed: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*typed, **more)
        self.fields["posts"].choices = choices


class AskTransfer(OnChange):
    """Demander le transfert d’un poste."""

    route, address = "host:ask_transfer", "conventions/<uuid:pk>/transferer-un-poste/"
    title = label = "Demander le transfert d’un poste"
    lead = "Le poste garde son identité et rejoint une autre structure du département. Ce qui n’est pas encore versé le suit."
    what_happens = "La préfecture donne son avis, puis la Banque des Territoires décide."
    form_class = TransferForm

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": [(str(pk), f"Poste {number}") for pk, number in live_posts(self.pk).items()]}

    def perform(self, answers: dict[str, Any]) -> str:
        proof = answers["proof"]
        self.made = ask_transfer(
            agreement_id=self.pk,
            post_id=UUID(answers["posts"]),
            to_number=answers["to_number"],
            effective_on=answers["effective_on"],
            explanation=answers["explanation"],
            proof=(proof.name, proof.read()),
            by=self.by,
        )
        return self.receipt()


CHANGES = (AskMorePosts, AskMoreTime, AskNewEntity, AskTransfer)
