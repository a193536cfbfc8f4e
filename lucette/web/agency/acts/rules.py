"""A rule of a call changes from a day to come: a number, or the grant for one post."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse

from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.calls import actions
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import CallStatus as S
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.calls.policies import can_decide
from lucette.scheme.calls.rules import ScaleLine, coordinates
from lucette.web.agency.acts.calls import OnCall
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, Euros
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.objects import said

PLUS = "+"
SOURCE = "Exemple : décision de la directrice générale du 3 mars 2021. Elle sera publiée avec la règle."


class RuleForm(Form):
    """What every change tells."""

    from_on = Day(label="À partir de quel jour ?", help_text="Un jour à venir : une règle ne change pas en arrière.")
    source = forms.CharField(label="Par quelle décision ?", max_length=200, help_text=SOURCE)


class ParameterForm(RuleForm):
    code = forms.ChoiceField(label="Règle à changer", choices=())
    value = forms.IntegerField(label="Nouvelle valeur", min_value=1, widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    field_order = ("code", "value", "from_on", "source")

    def __init__(self, *typed: Any, rules: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*typed, **more)
        self.fields["code"].choices = rules


class ScaleForm(RuleForm):
    zone = forms.ChoiceField(label="Structures concernées", choices=())
    cents = Euros(label="Subvention pour un poste")
    months = forms.IntegerField(
        label="Durée financée, en mois", min_value=1, max_value=60, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    field_order = ("zone", "cents", "months", "from_on", "source")

    def __init__(self, *typed: Any, rules: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*typed, **more)
        self.fields["zone"].choices = rules


class AmendRule(OnCall):
    """What the two pages share."""

    workflow = None
    submit = "Changer cette règle"
    what_happens = "Un nouveau texte de l’appel est publié, avec la règle et son jour."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_decide(by) and it.status not in (S.DRAFT, S.CLOSED)

    def refused(self) -> HttpResponse | None:
        if self.it.status in (S.DRAFT, S.CLOSED):
            return self.sent_away(f"Les règles d’un appel {self.it.get_status_display()} ne changent pas.")
        return super().refused()

    def facts(self) -> list[Fact]:
        coming = calls.rules_shown(self.pk, clock.today()).coming
        return [*super().facts(), *(Fact(it.label, it.value, note=f"À partir du {said(it.from_on)}") for it in coming)]

    def effects(self) -> list[Effect | str]:
        return ["Les candidatures déposées avant ce jour gardent leurs règles.", "Celles déposées ensuite suivent la nouvelle."]


class AmendParameter(AmendRule):
    """Changer une règle chiffrée."""

    route, address = "agency:amend_parameter", "appels/<uuid:pk>/changer-une-regle/"
    title = label = "Changer une règle chiffrée"
    form_class = ParameterForm

    def form_arguments(self) -> dict[str, Any]:
        rules = calls.parameters(self.pk, max(clock.today(), self.it.opens_on))
        return {"rules": [(it.code, f"{it.label} : {it.value} {it.unit}") for it in rules]}

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.amend_parameter(call_id=self.pk, by=self.by, **answers)
        return f"{it.label} : {it.value} {it.unit} à partir du {said(answers['from_on'])}."


def case(line: ScaleLine) -> str:
    """`metro`, `metro+bonus`, `metro+coordinator`: one line of the scale, as the form names it."""
    more = [*(["bonus"] if line.bonus else []), *([line.post_kind] if coordinates(line.post_kind) else [])]
    return PLUS.join([line.zone, *more])


class AmendScale(AmendRule):
    """Changer le barème."""

    route, address = "agency:amend_scale", "appels/<uuid:pk>/changer-le-bareme/"
    title = label = "Changer le barème"
    form_class = ScaleForm

    def form_arguments(self) -> dict[str, Any]:
        lines = calls.scale_lines(self.pk, max(clock.today(), self.it.opens_on))
        return {"rules": [(case(line), f"{line.case} : {line.grant} pour {line.months} mois") for line in lines]}

    def perform(self, answers: dict[str, Any]) -> str:
        zone, *more = answers["zone"].split(PLUS)
        kind = next((it for it in more if it in PostKind), PostKind.ADVISER)
        amend = {**answers, "zone": zone, "bonus": "bonus" in more, "post_kind": kind, "cents": answers["cents"].cents}
        it = actions.amend_scale(call_id=self.pk, by=self.by, **amend)
        return f"La subvention est de {answers['cents']} pour {it.months} mois à partir du {said(answers['from_on'])}."


AMENDING = (AmendParameter, AmendScale)
