"""What left for the State, as the statement says it; and what was said of a line by mistake."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.enums import CorrectionReason, EnvelopeCode, Origin
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import TAKEN_BACK, MovementKind
from lucette.web.caisse.acts.bank_lines import OnLine
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect

INTEREST = str(Origin.INTEREST)


class OriginForm(Form):
    """Where the money given back was: interest, an envelope, or what a host paid back."""

    asked_by = {"origin": "source"}

    source = forms.ChoiceField(label="D’où vient la somme restituée ?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        field.choices = choices


class RecogniseRestitution(OnLine):
    """Reconnaître une restitution à l’État."""

    route, address, act = "caisse:recognise_restitution", "releves/lignes/<uuid:pk>/restitution/", "restitute"
    credit = False
    form_class = OriginForm
    lead = "La Caisse des Dépôts a rendu cette somme à l’État. Une seule origine par ligne."

    def form_arguments(self) -> dict[str, Any]:
        endowment = self.it.statement.endowment
        position = fund.position_of(endowment)
        found = [(INTEREST, f"Intérêts reçus – {Money(position.interest_left)} à restituer")]
        found += [(f"collected/{it.word}", origin_of(it)) for it in payments.collected_lines(endowment.pk, self.by)]
        found += [(f"unused/{it.code}", f"Enveloppe « {it.label} » – {Money(it.available_cents)} disponibles") for it in position.envelopes]
        return {"choices": found}

    def effects(self) -> list[Effect]:
        return [Effect(self.amount, "restitués à l’État : ni les structures ni les enveloppes n’en disposent plus")]

    def perform(self, answers: dict[str, Any]) -> str:
        origin, _, place = answers["source"].partition("/")
        agreement, _, number = place.partition("/")
        more: dict[str, Any] = {"source": (UUID(agreement), int(number))} if origin == Origin.COLLECTED else {}
        more |= {"envelope": EnvelopeCode(place)} if origin == Origin.UNUSED else {}
        it = actions.recognise_restitution(line_id=self.pk, origin=origin, by=self.by, **more)
        return f"La restitution de {Money(it.cents)} à l’État est enregistrée."


def origin_of(it: payments.CollectedLine) -> str:
    where = f"Reversé par {it.agreement.organization.name}, convention {it.agreement.number}, versement {it.number}"
    return f"{where} – {Money(it.cents)}"


class MistakeForm(Form):
    reason = forms.ChoiceField(
        label="Motif de la correction",
        widget=forms.RadioSelect,
        choices=[(it.value, f"{it.label[:1].upper()}{it.label[1:]}") for it in CorrectionReason],
    )


class ReconsiderLine(OnLine):
    """Revenir sur l’explication."""

    route, address, act = "caisse:reconsider_line", "releves/lignes/<uuid:pk>/revenir/", "reconsider"
    form_class, danger = MistakeForm, True
    lead = "L’explication donnée était une erreur. Rien n’est effacé : l’écriture inverse est passée, avec son motif."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.kind in TAKEN_BACK

    def done(self) -> str:
        return self.back()

    def effects(self) -> list[Effect]:
        was = f"« {MovementKind(self.it.kind).label} »" if self.it.kind else ""
        return [Effect(self.amount, f"ne sont plus {was} : la ligne attend une autre explication", "error")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.reconsider(line_id=self.pk, reason=answers["reason"], by=self.by)
        return "L’explication est retirée : la ligne attend de nouveau."
