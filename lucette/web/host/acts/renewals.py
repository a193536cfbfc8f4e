"""The host asks that an agreement near its end be renewed."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from lucette.foundation.accounts.policies import has_role
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken, WrongState
from lucette.scheme.agreements.policies import HOSTS, can_be_renewed
from lucette.scheme.agreements.queries import condition
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.stories import renew_agreement
from lucette.web.design.elements import Column, Fact, Table
from lucette.web.design.fields import Day
from lucette.web.design.forms import Form, text_area
from lucette.web.design.parts import Effect
from lucette.web.gate.objects import said
from lucette.web.host.acts.amendments import OnRunning

UNTIL_HELP = "Seulement pour les contrats à durée déterminée qui continuent. Exemple : 28/02/2026"


class RenewalForm(Form):
    """Four questions; what is known of the host is not asked again."""

    kept_posts = forms.TypedChoiceField(label="Combien de postes gardez-vous ?", coerce=int, choices=())
    motivation = forms.CharField(
        label="Qu’ont apporté vos conseillers, et que feront-ils ensuite ?",
        widget=text_area(6),
        max_length=2500,
        min_length=20,
        help_text="La préfecture et le comité lisent ces lignes. 2 500 caractères au plus.",
    )
    contracts_until = Day(label="Jusqu’à quel jour les contrats sont-ils prolongés ?", required=False, help_text=UNTIL_HELP)
    commitments = forms.BooleanField(label="La structure garde ses engagements pendant la nouvelle convention.")

    def __init__(self, *typed: Any, most: int, **more: Any) -> None:
        super().__init__(*typed, **more)
        self.fields["kept_posts"].choices = [(str(n), french.plural(n, "poste")) for n in range(most, 0, -1)]


class AskRenewal(OnRunning):
    """Demander le renouvellement de la convention."""

    route, address = "host:ask_renewal", "conventions/<uuid:pk>/renouveler/"
    title = "Demander le renouvellement de la convention"
    label = "Demander le renouvellement"
    template_name = "host/renewal.html"
    lead = "Une nouvelle convention suit la première : les postes gardent leur numéro, les conseillers en place le restent."
    what_happens = (
        "Le préfet rend un avis, puis le comité de sélection étudie la demande. Vous signez ensuite la nouvelle convention en ligne."
    )
    form_class = RenewalForm

    left: renew_agreement.Asked

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return has_role(by, *HOSTS) and can_be_renewed(it, clock.today())

    def subject(self) -> Any:
        return self.found.agreement if self.found else super().subject()

    @cached_property
    def found(self) -> renew_agreement.Renewal | None:
        """What the renewal would give; None when no call renews this agreement."""
        try:
            return renew_agreement.renewal(self.pk, self.by)
        except (RuleBroken, WrongState) as refusal:
            self.closed = refusal.sentence
            return None

    def refused(self) -> HttpResponse | None:
        if obstacle := self.found.obstacle if self.found else self.closed:
            return self.sent_away(obstacle)
        return super().refused()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """What the form may answer depends on whether it may be asked: that comes first."""
        return self.refused() or super().post(request, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        return {"most": self.found.posts if self.found else 1}

    def facts(self) -> list[Fact]:
        if self.found is None:
            return []
        it = self.found
        held = french.plural(it.stayed, "conseiller en place", "conseillers en place")
        return [
            Fact("Convention", it.agreement.number, note=f"Elle prend fin le {said(it.agreement.ends_on)}."),
            Fact("Postes financés", french.number(it.posts), note=held),
            Fact("Appel", it.call.title, reverse("public:call", args=[it.call.code])),
            Fact("Barème", f"{it.unit} par poste", note=f"Montant majoré : {it.because}." if it.because else ""),
        ]

    def effects(self) -> list[Effect | str]:
        if self.found is None:
            return []
        it = self.found
        return [
            Effect(str(it.unit), f"par poste, pour {it.months} mois"),
            f"Pour {french.plural(it.posts, 'poste')} : {it.unit * it.posts} au plus.",
            f"La nouvelle convention va du {said(it.starts_on)} au {said(it.ends_on)}.",
            "Un poste que vous ne gardez pas prend fin avec la convention.",
        ]

    def more(self) -> dict[str, Any]:
        lines = self.found.lines if self.found else []
        rows = [[str(line.number), condition(line.months_after, line.condition), str(line.post)] for line in lines]
        return {"schedule": Table("Les versements pour un poste", ["Versement", "Condition", Column("Montant", number=True)], rows)}

    def perform(self, answers: dict[str, Any]) -> str:
        told = {name: answers[name] for name in ("motivation", "contracts_until")}
        self.left = renew_agreement.ask_renewal(agreement_id=self.pk, count=answers["kept_posts"], by=self.by, **told)
        it = self.left.application
        if self.left.lacking:
            return f"La demande {it.number} est préparée. Il reste des réponses à donner : elle n’est pas encore déposée."
        if it.status == ApplicationStatus.FILED:
            return f"Votre demande {it.number} est déposée. La réponse est attendue avant le {said(it.answer_due_on)}."
        return f"La demande {it.number} est transmise à {french.enumeration(list(self.left.to))}, qui la dépose."

    def done(self) -> str:
        it = self.left.application
        return reverse("host:draft_summary" if self.left.lacking else "host:application", args=[it.pk])
