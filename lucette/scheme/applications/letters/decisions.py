"""What was decided of an application, with the ways to contest it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings

from lucette.kernel import clock
from lucette.kernel.french import date
from lucette.scheme.applications.letters.readers import Text, addressed, drawn, send
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.rules import recourse_until, remedies
from lucette.scheme.calls.rules import posts_text


def answered(answers: Iterable[tuple[str, Application]], recruit_by: Callable[[Application], dt.date]) -> None:
    """To each host, what the session decided of its application, named by its act."""
    drawing: dict[str, Callable[[Application], Text]] = {
        "award": lambda it: awarded(it, recruit_by(it)),
        "refuse": refused,
        "defer": deferred,
        "wait": waiting,
    }
    addressed([(it, drawing[act](it)) for act, it in answers])


def awarded(it: Application, recruit_by: dt.date) -> Text:
    partial = it.posts_granted < it.posts_asked
    return drawn(
        "awarded",
        f"Votre candidature {it.number} est retenue",
        f"Après avis du comité de sélection, {posts_text(it.post_kind, it.posts_granted)} "
        f"{'vous est attribué' if it.posts_granted == 1 else 'vous sont attribués'}"
        f"{f' sur {it.posts_asked} demandés' if partial else ''}.",
        f"Motif : {it.decision_reason}" if it.decision_reason else "",
        f"Cette attribution remplace le rejet né du silence de l’Agence le {date(it.implicit_on)}." if it.implicit_on else "",
        _after_a_renewal(it) if it.renews else _after(recruit_by),
        _remedies(online=False) if partial else "",
    )


def _after(recruit_by: dt.date) -> str:
    return (
        "Vos prochaines étapes :\n\n- demander la convention à la Banque des Territoires, avec vos coordonnées bancaires ;\n"
        "- choisir un candidat dans le vivier ;\n"
        f"- signer son contrat de travail avant le {date(recruit_by)} : après cette date, l’attribution peut être réexaminée."
    )


def _after_a_renewal(it: Application) -> str:
    return (
        f"Cette attribution renouvelle la convention {it.renews_number}. Vos prochaines étapes :\n\n- demander la nouvelle convention à la "
        "Banque des Territoires ;\n- la signer en ligne.\n\nVos postes gardent leur numéro, les conseillers en place restent en place."
    )


def refused(it: Application) -> Text:
    return drawn(
        "refused",
        f"Votre candidature {it.number} n’est pas retenue",
        "Après avis du comité de sélection, l’Agence nationale de la cohésion des territoires n’a pas retenu votre candidature.",
        f"Motif : {it.decision_reason}",
        _remedies(),
    )


def inadmissible(it: Application) -> None:
    send(
        it,
        "inadmissible",
        f"Votre candidature {it.number} n’est pas recevable",
        "Votre candidature ne remplit pas les conditions de l’appel. "
        "L’Agence nationale de la cohésion des territoires l’a donc déclarée irrecevable.",
        f"Motif : {it.decision_reason}",
        _remedies(),
    )


def deferred(it: Application) -> Text:
    return drawn(
        "deferred",
        f"Examen complémentaire de votre candidature {it.number}",
        "Le comité de sélection veut étudier votre candidature plus à fond avant de décider.",
        f"Motif : {it.decision_reason}",
        "L’Agence nationale de la cohésion des territoires reprend l’étude du dossier. Elle vous écrira s’il lui manque un élément.",
    )


def waiting(it: Application) -> Text:
    return drawn(
        "waiting",
        f"Votre candidature {it.number} est en liste d’attente",
        "Il n’y a plus assez de postes disponibles. Le comité de sélection a placé votre candidature "
        f"au rang {it.waiting_rank} de la liste d’attente.",
        "Elle sera examinée de nouveau si des postes se libèrent. Vous n’avez rien à faire. Vous pouvez la retirer à tout moment.",
    )


def closed_incomplete(it: Application) -> None:
    send(
        it,
        "closed_incomplete",
        f"Votre candidature {it.number} est classée sans suite",
        "Nous n’avons pas reçu à temps les éléments demandés. Votre candidature est donc classée sans suite.",
        _remedies(),
    )


def _remedies(online: bool = True) -> str:
    return remedies(recourse_until(clock.today()), settings.CONTACT_EMAIL, online)
