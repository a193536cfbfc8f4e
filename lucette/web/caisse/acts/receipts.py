"""What a host pays back: a credit of the bank and the orders that it settles, from the page of the one or of the other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.web.caisse.acts.bank_lines import ON_LINE, OnLine
from lucette.web.caisse.acts.recoveries import ON_RECOVERY, OnRecovery
from lucette.web.caisse.acts.restitutions import RecogniseRestitution, ReconsiderLine
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.choosing import Choosing

SEEMS = "semble correspondre : "


class ReceiptForm(Form):
    """What passes what is left to pay: is it to be given back?"""

    excess = forms.BooleanField(
        label="Le surplus est à rembourser",
        required=False,
        help_text="À cocher seulement si la ligne dépasse ce qui reste à payer : le surplus attendra dans les trop-perçus.",
    )


class OrdersForm(ReceiptForm):
    """Which orders."""

    recoveries = forms.MultipleChoiceField(label="Reversements payés par cette ligne", widget=forms.CheckboxSelectMultiple)
    field_order = ("recoveries", "excess")

    def __init__(self, *args: Any, found: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["recoveries"]
        choices.choices = [
            (str(it.pk), f"{SEEMS if it.likely else ''}{it.number} – {it.organization.name} – reste {Money(it.left)}") for it in found
        ]
        choices.help_text = "Un paiement partiel laisse l’ordre ouvert. Plusieurs ordres : le plus ancien est payé d’abord."


class LineForm(ReceiptForm):
    """Which credit."""

    asked_by = {"recoveries": "line"}

    line = forms.ChoiceField(label="Recette du relevé", widget=forms.RadioSelect)
    field_order = ("line", "excess")

    def __init__(self, *args: Any, found: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["line"]
        choices.choices = [(str(it.pk), f"{SEEMS if it.likely else ''}{told(it)}") for it in found]


def told(line: Any) -> str:
    return f"{french.date(line.booked_on)} – {Money(line.cents)} – {line.remittance or line.bank_reference}"


def receipt(found: Any) -> str:
    excess = f" {Money(found.suspended)} de trop attendent d’être remboursés." if found.suspended else ""
    return f"{Money(found.collected)} sont encaissés.{excess}"


def likely(found: list[Any]) -> list[str]:
    """The first of them, when something says that it is the one."""
    return [str(it.pk) for it in found[:1] if it.likely]


class RecogniseRecovery(Choosing, OnLine):
    """Reconnaître un reversement encaissé."""

    route, address, act = "caisse:recognise_recovery", "releves/lignes/<uuid:pk>/reversement/", "collect"
    form_class = OrdersForm
    lead = "Une structure rend une somme qui lui est demandée."
    nothing = "Aucun reversement de cette dotation n’est à payer : cette recette est autre chose."

    def waiting(self) -> list[Any]:
        return payments.collectable(self.pk, self.by)

    def initial(self) -> dict[str, Any]:
        return {"recoveries": likely(self.found)}

    def effects(self) -> list[Effect]:
        return [
            Effect(self.amount, "quittent les recettes à expliquer et paient les reversements choisis"),
            Effect("", "l’autorisation rendue par la structure peut être réemployée ou restituée"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        chosen = [UUID(it) for it in answers["recoveries"]]
        return receipt(actions.recognise_recovery(line_id=self.pk, recovery_ids=chosen, excess=answers["excess"], by=self.by))


class CollectRecovery(Choosing, OnRecovery):
    """Encaisser le reversement, en partie ou en entier: money is what the bank says, so that nothing is counted twice."""

    route, address, act = "caisse:collect_recovery", "reversements/<uuid:pk>/encaisser/", "collect"
    submit = "Enregistrer l’encaissement"
    form_class = LineForm
    lead = "Choisissez la recette du relevé par laquelle la structure a payé."
    nothing = "Aucune recette du compte n’attend d’être expliquée : lisez d’abord le relevé de la banque qui porte ce paiement."
    what_happens = "Un paiement partiel laisse l’ordre ouvert."

    def waiting(self) -> list[Any]:
        return payments.receipts_for(self.pk, self.by)

    def initial(self) -> dict[str, Any]:
        return {"line": "".join(likely(self.found))}

    def perform(self, answers: dict[str, Any]) -> str:
        line = UUID(answers["line"])
        return receipt(actions.recognise_recovery(line_id=line, recovery_ids=[self.pk], excess=answers["excess"], by=self.by))


ON_STATEMENT_LINE = (*ON_LINE[:1], RecogniseRecovery, *ON_LINE[1:], RecogniseRestitution, ReconsiderLine)
ON_ORDER_TO_PAY_BACK = (*ON_RECOVERY[:2], CollectRecovery, *ON_RECOVERY[2:])
