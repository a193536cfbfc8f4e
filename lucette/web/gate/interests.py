"""What ties a person to an application: the form, the words, the table, the same in every space."""

from __future__ import annotations

from django import forms

from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, NotFound
from lucette.scheme.reviews import queries as reviews
from lucette.scheme.reviews.enums import Strength
from lucette.scheme.reviews.policies import COMMITTEE, OTHER_AGENT, SECRETARIAT
from lucette.web.design.elements import Cell, Table
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.objects import said

TONES = {Strength.HARD: "warning", Strength.SOFT: "info"}
STRENGTHS = ((Strength.HARD, "Il m’empêche de suivre ce dossier"), (Strength.SOFT, "Il est à signaler, sans m’en écarter"))


class InterestForm(Form):
    strength = forms.ChoiceField(label="Portée de ce lien", choices=STRENGTHS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Ce qui vous lie à ce dossier",
        help_text="Par exemple « élue de cette commune », « ancienne salariée de cette association ».",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(Form):
    reason = forms.CharField(
        label="Pourquoi lever ce lien ?",
        help_text="Par exemple « mandat terminé depuis plus de trois ans ».",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def effects(by: Actor) -> list[Effect | str]:
    seen = "Vous ne verrez plus ce dossier, et n’en déciderez pas." if by.role in COMMITTEE else "Une autre personne suivra ce dossier."
    return [
        f"Un lien qui empêche vous écarte du dossier. {seen}",
        "Un lien à signaler est gardé avec le dossier, et ne change rien d’autre.",
        "L’équipe d’instruction de l’ANCT lit votre déclaration. Vous pourrez lever ce lien, avec un motif.",
    ]


def kept_away(by: Actor, conflict: bool) -> None:
    """A member of the committee finds nothing; another agent is told why. Raises NotFound, Forbidden."""
    if conflict:
        raise NotFound if by.role in COMMITTEE else Forbidden("review.interest", OTHER_AGENT)


def ties(by: Actor, found: reviews.Dossier) -> list[Table]:
    """Those that hold: all of them for the secretariat, hers for another person; nothing when there is none."""
    told = [it for it in found.interests if by.role in SECRETARIAT or it.person_id == by.pk]
    rows = [[it.person, Cell(it.said, tone=TONES[Strength(it.strength)]), it.reason, said(it.created_at)] for it in told]
    return [Table("Liens d’intérêts", ["Personne", "Portée et origine", "Motif", "Depuis le"], rows)] if rows else []
