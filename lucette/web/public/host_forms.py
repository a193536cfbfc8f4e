"""What is asked of a structure that comes in: its SIRET, itself when the register does not know it, who comes for it."""

from __future__ import annotations

from typing import Any

from django import forms

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations.rules import clean_identifier
from lucette.kernel.errors import Invalid
from lucette.web.design.forms import Form
from lucette.web.gate.communes import CommuneForm
from lucette.web.public.person import PersonForm

CALEDONIA = "988"
# the Insee categories met most; the register gives the others
CATEGORIES = [
    ("7210", "Commune"),
    ("7220", "Département"),
    ("7230", "Région"),
    ("7225", "Collectivité d’outre-mer"),
    ("7348", "Intercommunalité : communauté de communes, d’agglomération ou urbaine"),
    ("7361", "Centre communal ou intercommunal d’action sociale"),
    ("7353", "Syndicat intercommunal"),
    ("7389", "Autre établissement public administratif"),
    ("7410", "Groupement d’intérêt public"),
    ("9220", "Association déclarée"),
    ("9300", "Fondation"),
    ("5499", "Entreprise solidaire d’utilité sociale"),
]


class SiretForm(Form):
    siret = forms.CharField(
        label="Le numéro SIRET de votre structure",
        max_length=20,
        help_text="14 chiffres, sur l’avis de situation Sirene ou un bulletin de paie. Exemple : 211 927 207 00014. "
        "En Nouvelle-Calédonie : les 7 chiffres du RIDET.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_siret(self) -> str:
        try:
            return clean_identifier(self.cleaned_data["siret"])
        except Invalid as refusal:
            raise forms.ValidationError(refusal.sentence) from None


class StructureForm(CommuneForm):
    """By hand, when the register does not answer or does not know the number."""

    name = forms.CharField(label="Le nom de la structure", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"}))
    legal_category = forms.ChoiceField(label="Sa forme juridique", choices=[("", "Choisissez"), *CATEGORIES])
    address = forms.CharField(label="Son adresse", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "street-address"}))
    field_order = ("name", "legal_category", "address", "commune", "commune_code")


class CaledonianForm(StructureForm):
    """Described under its RIDET."""

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if (code := answers.get("commune_code")) and not code.startswith(CALEDONIA):
            self.add_error("commune", "Un numéro RIDET désigne une structure de Nouvelle-Calédonie : donnez une de ses communes.")
        return answers


class SeenForm(Form):
    """The structure is known: there is nothing to type."""


class HostContactForm(PersonForm):
    what_for = "Nous y envoyons votre lien de connexion. Exemple : prenom.nom@mairie.fr"

    role = forms.ChoiceField(
        label="À quel titre agissez-vous ?",
        choices=[
            (RoleName.HOST_SECRETARY, "Je prépare le dossier pour la structure"),
            (RoleName.HOST_REPRESENTATIVE, "Je la représente légalement : maire, président, directrice"),
        ],
        widget=forms.RadioSelect,
        help_text="Seule la personne qui représente la structure dépose la candidature et signe la convention.",
    )
    field_order: tuple[str, ...] = ("first_name", "last_name", "role", "email", "phone")


class AnotherHostForm(HostContactForm):
    """Asked when a close structure is known already."""

    another = forms.BooleanField(label="Aucune de ces structures n’est la mienne")
    field_order = ("another", *HostContactForm.field_order)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentence = "Cochez cette case si votre structure n’est pas dans la liste. Sinon, reprenez son numéro SIRET."
        self.fields["another"].error_messages["required"] = sentence
