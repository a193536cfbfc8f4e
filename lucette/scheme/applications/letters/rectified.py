"""What a rectifying session decided instead of an earlier decision, with the ways to contest it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Protocol

from django.conf import settings

from lucette.kernel import clock
from lucette.kernel.french import date, plural
from lucette.scheme.applications.letters.readers import Text, addressed, drawn
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.rules import recourse_until, remedies


class Correction(Protocol):
    """`act`: award, refuse or wait. `corrected`: the decision replaced. `correction`: why."""

    @property
    def act(self) -> str: ...
    @property
    def corrected(self) -> str: ...
    @property
    def correction(self) -> str: ...


def rectified(answers: Sequence[tuple[Correction, Application]], recruit_by: Callable[[Application], dt.date]) -> None:
    """To each host, the decision that replaces the one it had."""
    addressed([(it, _text(answer, it, recruit_by)) for answer, it in answers])


def _text(answer: Correction, it: Application, recruit_by: Callable[[Application], dt.date]) -> Text:
    return drawn(
        "rectified",
        f"La décision sur votre candidature {it.number} est rectifiée",
        f"Une décision prise sur votre candidature est corrigée, après avis du comité de sélection. Elle était : {answer.corrected}.",
        f"Motif de la rectification : {answer.correction}",
        _decided(answer.act, it, recruit_by),
        f"Motif : {it.decision_reason}" if it.decision_reason else "",
        "Cette décision remplace la précédente, dont la lettre reste dans votre dossier.",
        remedies(recourse_until(clock.today()), settings.CONTACT_EMAIL, answer.act == "refuse"),
    )


def _decided(act: str, it: Application, recruit_by: Callable[[Application], dt.date]) -> str:
    if act == "award":
        given = "vous est attribué" if it.posts_granted == 1 else "vous sont attribués"
        return (
            f"Désormais, {plural(it.posts_granted, 'poste')} de conseiller numérique {given} en tout. Demandez la convention à la Banque "
            "des Territoires, ou demandez-la de nouveau si elle était en préparation. Signez les contrats de travail avant le "
            f"{date(recruit_by(it))}."
        )
    if act == "wait":
        return f"Désormais, votre candidature est au rang {it.waiting_rank} de la liste d’attente. Vous n’avez rien à faire."
    return "Désormais, votre candidature n’est pas retenue."
