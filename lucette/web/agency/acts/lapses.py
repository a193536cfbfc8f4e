"""An award withdrawn: announced to its host first, then decided."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpResponse

from lucette.kernel import french
from lucette.scheme.applications import actions
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import APPLICATION, LapseGround
from lucette.stories.lapse_award import lapse_award
from lucette.web.agency.acts.applications import OnApplication
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form, text_area
from lucette.web.design.parts import Effect
from lucette.web.gate.objects import said

ALREADY = "Le retrait est déjà engagé : la structure a été invitée à répondre."


class Announcement(Form):
    ground = forms.ChoiceField(label="Pourquoi retirer l’attribution ?", widget=forms.RadioSelect, choices=LapseGround.choices)
    reason = forms.CharField(label="Motif", help_text="La structure lira ce texte dans sa lettre.", max_length=1000, widget=text_area(5))


class AnnounceLapse(OnApplication):
    """Engager le retrait de l’attribution."""

    route, address, act = "agency:announce_lapse", "candidatures/<uuid:pk>/engager-le-retrait/", "announce_lapse"
    label = "Engager le retrait"
    form_class = Announcement

    def refused(self) -> HttpResponse | None:
        return super().refused() or (self.sent_away(ALREADY) if applications.open_lapse(self.pk) else None)

    def effects(self) -> list[Effect | str]:
        return [Effect("1", "lettre part à la structure, qui peut présenter ses observations"), "Les postes restent réservés d’ici là."]

    def perform(self, answers: dict[str, Any]) -> str:
        what = {"ground": answers["ground"], "reason": answers["reason"]}
        notice = actions.announce_lapse(application_id=self.pk, by=self.by, **what)
        return f"Le retrait est engagé. La structure peut répondre jusqu’au {said(notice.due_on)}."


class Outcome(Form):
    outcome = forms.ChoiceField(
        label="Votre décision",
        widget=forms.RadioSelect,
        choices=[("lapse", "Retirer l’attribution"), ("drop", "Maintenir l’attribution")],
    )
    reason = forms.CharField(label="Motif", help_text="La structure lira ce texte dans sa lettre.", max_length=1000, widget=text_area(5))


class DecideLapse(OnApplication):
    """Décider du retrait de l’attribution."""

    route, address, act = "agency:decide_lapse", "candidatures/<uuid:pk>/retirer-l-attribution/", "lapse"
    also = ((APPLICATION, "drop_lapse"),)
    title = label = "Décider du retrait"
    submit = "Envoyer cette décision"
    form_class = Outcome
    danger = True
    none = "Aucun retrait n’est engagé pour cette attribution."

    @cached_property
    def notice(self) -> Any:
        return applications.open_lapse(self.pk)

    def refused(self) -> HttpResponse | None:
        return super().refused() or (None if self.notice else self.sent_away(self.none))

    def facts(self) -> list[Fact]:
        if self.notice is None:
            return super().facts()
        told = [
            Fact("Retrait engagé le", said(self.notice.created_at), note=self.notice.reason),
            Fact("Réponse possible jusqu’au", said(self.notice.due_on)),
            Fact("Observations de la structure", self.notice.answer or "aucune à ce jour"),
        ]
        return [*super().facts(), *told]

    def effects(self) -> list[Effect | str]:
        posts = french.plural(self.it.posts_granted, "poste")
        return [
            "Une lettre part à la structure, avec votre motif.",
            Effect(posts, "et leur subvention reviennent à la dotation, en cas de retrait", "error"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        what = {"application_id": self.pk, "reason": answers["reason"], "by": self.by}
        if answers["outcome"] == "drop":
            actions.drop_lapse(**what)
            return f"L’attribution {self.it.number} est maintenue. La structure en est informée."
        lapse_award(**what)
        return f"L’attribution {self.it.number} est retirée : postes et subvention reviennent à la dotation."
