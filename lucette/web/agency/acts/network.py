"""The national animation writes, publishes, withdraws."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.foundation.organizations import queries as organizations
from lucette.kernel import french
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Invalid
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.network import actions
from lucette.scheme.network import queries as network
from lucette.scheme.network.enums import PUBLICATION, Audience, PublicationKind
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Euros
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said

CRUMBS = [("Espace de l’ANCT", "/anct/"), ("Publications du réseau", "/anct/publications/")]
KINDS = [(it.value, it.label.capitalize()) for it in PublicationKind]
AUDIENCES = [(it.value, it.label.capitalize()) for it in Audience]
FIELDS = {"cost_cents": "cost", "supplier_id": "supplier", "endowment_id": "endowment"}
NO_SUPPLIER = "Aucune structure n’a ce numéro SIRET dans Lucette."


class PublicationForm(Form):
    kind = forms.ChoiceField(label="Nature", choices=KINDS, widget=forms.RadioSelect)
    title = forms.CharField(label="Titre", max_length=160)
    summary = forms.CharField(label="Présentation", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    audience = forms.ChoiceField(label="Public", choices=AUDIENCES, widget=forms.RadioSelect)
    link = forms.URLField(label="Adresse de la ressource", assume_scheme="https", required=False)
    starts_at = forms.DateTimeField(
        label="Date et heure de l’événement",
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"invalid": "Écrivez une date et une heure, par exemple 12/03/2026 14:30."},
    )
    venue = forms.CharField(label="Lieu de l’événement", max_length=160, required=False)
    cost = Euros(label="Coût", required=False, zero=True)
    supplier = forms.CharField(label="SIRET du prestataire", help_text="S’il y a un coût.", max_length=20, required=False)
    endowment = forms.ChoiceField(label="Dotation qui paie", required=False)

    def __init__(self, *args: Any, endowments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["endowment"].choices = [("", "Aucune"), *endowments]


class DraftPublication(ActPage):
    """Préparer une publication."""

    route, address = "agency:draft_publication", "publications/preparer/"
    workflow, act = PUBLICATION, "draft"
    form_class = PublicationForm
    what_happens = "La publication reste un brouillon jusqu’à ce que vous la publiiez."
    made: UUID | None = None

    def form_arguments(self) -> dict[str, Any]:
        return {"endowments": [(str(it.pk), it.title) for it in fund.endowments(self.by)]}

    def perform(self, answers: dict[str, Any]) -> str:
        try:
            it = actions.draft(
                **{name: answers[name] for name in ("kind", "title", "summary", "audience", "link", "starts_at", "venue")},
                supplier_id=self.supplier(answers["supplier"]),
                endowment_id=UUID(answers["endowment"]) if answers["endowment"] and answers["cost"].cents else None,
                cost_cents=answers["cost"].cents,
                by=self.by,
            )
        except Invalid as refusal:
            fields = {FIELDS.get(name, name): sentence for name, sentence in refusal.fields.items()}
            raise Invalid(refusal.code, refusal.sentence, fields) from refusal
        self.made = it.pk
        return f"« {it.title} » est un brouillon : relisez, puis publiez."

    def supplier(self, siret: str) -> UUID | None:
        """The organization of this SIRET; None when nothing is typed. Raises Invalid."""
        digits = "".join(siret.split())
        if not digits:
            return None
        found = [it for it in organizations.search(digits, self.by) if it.siret == digits]
        if not found:
            raise Invalid("publication.supplier", NO_SUPPLIER, {"supplier": NO_SUPPLIER})
        return found[0].pk

    def back(self) -> str:
        return reverse("agency:publications")

    def done(self) -> str:
        return reverse("agency:publication", args=[self.made])

    def crumbs(self) -> list[tuple[str, str]]:
        return CRUMBS


class OnPublication(ActPage):
    """An act on one publication."""

    workflow = PUBLICATION

    def subject(self) -> Any:
        return network.publication(self.pk, self.by)

    def back(self) -> str:
        return reverse("agency:publication", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [Fact("Titre", self.it.title), Fact("Public", self.it.get_audience_display().capitalize())]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*CRUMBS, (self.it.title, self.back())]


class PublishPublication(OnPublication):
    """Publier."""

    route, address, act = "agency:publish_publication", "publications/<uuid:pk>/publier/", "publish"

    def effects(self) -> list[Effect | str]:
        readers = network.readers_of(self.it)
        told = Effect(french.number(readers), french.word(readers, "personne reçoit une lettre", "personnes reçoivent une lettre"))
        if not self.it.cost_cents:
            return [told, "Rien n’est à payer."]
        supplier = self.it.supplier.name if self.it.supplier else ""
        return [told, Effect(str(Money(self.it.cost_cents)), f"sont commandés à {supplier}, sur l’enveloppe d’animation")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.publish(publication_id=self.pk, by=self.by)
        cost = f" {Money(it.cost_cents)} sont engagés." if it.cost_cents else ""
        return f"« {it.title} » est publié.{cost}"


class WithdrawPublication(OnPublication):
    """Retirer la publication."""

    route, address, act = "agency:withdraw_publication", "publications/<uuid:pk>/retirer/", "withdraw"
    danger = True

    def effects(self) -> list[Effect | str]:
        when = self.it.starts_at.astimezone(PARIS) if self.it.starts_at else None
        return [
            "Les structures et les conseillers ne la voient plus.",
            *([f"Si l’événement du {said(when)} est à venir, les personnes écrites sont prévenues."] if when else []),
            *(["Son coût reste dû au prestataire."] if self.it.cost_cents else []),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"« {actions.withdraw(publication_id=self.pk, by=self.by).title} » est retiré."


ON_PUBLICATION = (PublishPublication, WithdrawPublication)
