"""With its opinion, the prefecture proposes something else: another structure of its territory, or a post transferred."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse

from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.rules import clean_siret
from lucette.kernel.errors import Invalid, Unavailable
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.reviews import actions
from lucette.scheme.reviews import queries as reviews
from lucette.scheme.reviews.enums import ProposalKind
from lucette.stories.propose_transfer import propose_transfer
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form, text_area
from lucette.web.prefecture.acts import OnFile

K = ProposalKind
MANY = 1000  # agreements in force of a territory: the largest region has some 400


class ProposalForm(Form):
    kind = forms.ChoiceField(
        label="Votre proposition", choices=[(kind.value, kind.label[:1].upper() + kind.label[1:]) for kind in K], widget=forms.RadioSelect
    )
    siret = forms.CharField(
        label="Le numéro SIRET de la structure proposée",
        help_text="14 chiffres. L’annuaire des entreprises donne son nom.",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(label="Ou son nom", help_text="Si vous n’avez pas son numéro SIRET.", max_length=200, required=False)
    agreement = forms.ChoiceField(
        label="La convention d’où viendrait le poste", help_text="Pour un transfert seulement.", choices=(), required=False
    )
    comment = forms.CharField(
        label="Pourquoi cette solution",
        help_text="De 10 à 1 000 caractères. Le comité lit ce texte ; la structure peut le lire après la décision.",
        max_length=1000,
        widget=text_area(5),
    )

    def __init__(self, *typed: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*typed, **more)
        self.fields["agreement"].choices = [("", "Choisissez"), *choices]

    def clean_siret(self) -> str:
        number = self.cleaned_data["siret"]
        try:
            return clean_siret(number) if number.strip() else ""
        except Invalid as refusal:
            raise forms.ValidationError(refusal.sentence) from None

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        transfer = answers.get("kind") == K.TRANSFER
        if transfer and not answers.get("agreement") and "agreement" not in self.errors:
            self.add_error("agreement", "Choisissez la convention d’où viendrait le poste.")
        if not transfer and not answers.get("siret") and not answers.get("name", "").strip() and "siret" not in self.errors:
            self.add_error("siret", "Donnez le numéro SIRET de la structure, ou son nom.")
        return answers


class Propose(OnFile):
    """Proposer une autre structure ou un transfert."""

    route, address, act = "prefecture:propose", "candidatures/<uuid:pk>/proposition/", "opine"
    title = label = "Proposer une autre structure ou un transfert"
    submit = "Enregistrer cette proposition"
    form_class = ProposalForm
    what_happens = "L’ANCT et le comité lisent votre proposition avec votre avis. Rien n’est décidé ; vous pourrez la changer d’ici là."

    def form_arguments(self) -> dict[str, Any]:
        held, _ = agreements.agreements_page(self.by, [AgreementStatus.IN_FORCE], limit=MANY, sort="structure")
        others = [it for it in held if it.organization_id != self.it.organization_id]
        return {"choices": [(str(it.pk), f"{it.organization.name}, convention {it.number}") for it in others]}

    def initial(self) -> dict[str, Any]:
        it = reviews.proposal(self.pk)
        if it is None:
            return {}
        other = it.kind == K.OTHER_HOST
        named = {"siret": it.siret, "name": "" if it.siret else it.name} if other else {"agreement": str(it.agreement_id)}
        return {"kind": it.kind, "comment": it.comment, **named}

    def perform(self, answers: dict[str, Any]) -> str:
        comment = answers["comment"]
        if answers["kind"] == K.TRANSFER:
            propose_transfer(application_id=self.pk, agreement_id=UUID(answers["agreement"]), comment=comment, by=self.by)
        else:
            actions.propose_host(application_id=self.pk, comment=comment, by=self.by, **named(answers["siret"], answers["name"]))
        return "Votre proposition est enregistrée avec votre avis."


def named(siret: str, name: str) -> dict[str, str]:
    """What the register knows of this number; else the name as it is written. Raises Invalid (siret), Unavailable when no name is."""
    try:
        found = organizations.company(siret) if siret else None
    except Unavailable:
        if not name.strip():
            raise
        found = None
    if found:
        return {"siret": found.siret, "name": found.name, "commune_code": found.commune_code}
    if not name.strip():
        sentence = "L’annuaire des entreprises ne connaît pas ce numéro : écrivez le nom de la structure."
        raise Invalid("proposal.siret", sentence, {"siret": sentence})
    return {"siret": siret, "name": name}


class WithdrawProposal(OnFile):
    """Retirer la proposition."""

    route, address, act = "prefecture:withdraw_proposal", "candidatures/<uuid:pk>/proposition/retirer/", "opine"
    title = label = "Retirer notre proposition"
    submit = "Retirer cette proposition"
    what_happens = "Votre avis reste. La proposition retirée reste lisible dans l’historique du dossier."

    def refused(self) -> HttpResponse | None:
        nothing = None if reviews.proposal(self.pk) else self.sent_away("Vous ne proposez rien pour cette candidature.")
        return super().refused() or nothing

    def facts(self) -> list[Fact]:
        it = reviews.proposal(self.pk)
        return [*super().facts(), *([Fact("Votre proposition", it.sentence, note=it.comment)] if it else [])]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.withdraw_proposal(application_id=self.pk, by=self.by)
        return "Votre proposition est retirée."
