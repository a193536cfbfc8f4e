"""The minutes of a session, then its decisions: two signatures, by two people."""

from __future__ import annotations

from typing import Any

from django import forms

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.scheme.committee import actions
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.enums import Decision
from lucette.stories.close_session import close_session
from lucette.web.agency.acts.sessions import WithPage
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.objects import said


class SignMinutes(WithPage):
    """Signer le procès-verbal."""

    route, address, act = "agency:sign_minutes", "comite/<uuid:pk>/proces-verbal/", "sign_minutes"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return not it.minutes_signed_at

    def facts(self) -> list[Fact]:
        return [*super().facts(), *outcome(self.shown)]

    def effects(self) -> list[Effect | str]:
        return [
            "Votre signature porte l’avis du comité sur chaque dossier.",
            "La directrice générale de l’ANCT pourra signer les décisions. Une décision changée après redemanderait votre signature.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.sign_minutes(session_id=self.pk, by=self.by)
        return "Vous avez signé le procès-verbal. La directrice générale de l’ANCT signe maintenant les décisions."


class Capacity(Form):
    capacity = forms.CharField(label="Qualité du signataire", max_length=160, initial="Directrice générale")


class CloseSession(WithPage):
    """Clore la séance."""

    route, address, act = "agency:close_session", "comite/<uuid:pk>/clore/", "close"
    title, submit = "Signer les décisions et clore la séance", "Signer les décisions et clore"
    form_class = Capacity
    what_happens = "Le procès-verbal est ensuite sur la page de la séance. Ces décisions ne se reprennent plus."

    def effects(self) -> list[Effect | str]:
        run = self.shown.dry_run
        if run is None:
            return []
        granted, letters = run.counts[Decision.GRANTED], sum(run.counts.values())
        others = [(d, run.counts[d]) for d in (Decision.REFUSED, Decision.DEFERRED, Decision.WAITING) if run.counts[d]]
        return [
            Effect(french.number(granted), french.word(granted, "attribution", "attributions")),
            Effect(french.number(run.posts.taken), french.word(run.posts.taken, "poste est réservé", "postes sont réservés")),
            Effect(run.money.said(run.money.taken), "sont réservés sur l’enveloppe des subventions"),
            *(Effect(french.number(count), f"{french.word(count, 'dossier', 'dossiers')} : {d.label}") for d, count in others),
            Effect(french.number(letters), french.word(letters, "lettre part aux structures", "lettres partent aux structures")),
            *(["Une attribution corrigée rend d’abord ses postes : seule la différence est prise ou rendue."] if self.it.rectifies else []),
            *([Effect("", run.sentence, "warning")] if run.sentence else []),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        run = self.shown.dry_run
        close_session(session_id=self.pk, capacity=answers["capacity"], by=self.by)
        given = f"{french.plural(run.posts.taken, 'poste')} et {run.money.said(run.money.taken)} sont réservés" if run else ""
        return f"La séance du {said(self.it.held_on)} est close : {given}. Le procès-verbal est ci-dessous."


def outcome(shown: committee.SessionPage) -> list[Fact]:
    """What the session decided so far, in numbers."""
    run = shown.dry_run
    if run is None:
        return []
    decided = [Fact(Decision(code).label.capitalize(), french.plural(count, "dossier")) for code, count in run.counts.items() if count]
    return [*decided, Fact("Postes accordés", french.number(run.posts.taken)), Fact("Montant accordé", run.money.said(run.money.taken))]
