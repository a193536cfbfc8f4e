"""Letters of the instruction: to the prefecture for its opinion, to the host for what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import Holder, holders
from lucette.foundation.notifications.actions import write
from lucette.kernel.actor import Scope
from lucette.kernel.french import date, plural
from lucette.scheme.applications import letters as applications
from lucette.scheme.applications.models import Application
from lucette.scheme.calls.models import Call
from lucette.scheme.calls.rules import posts_text
from lucette.scheme.reviews.models import Proposal, Review


def opinion_asked(application: Application, due_on: dt.date) -> None:
    """To the prefecture of the département, else to that of the région."""
    found = holders(RoleName.PREFECTURE, Scope("department", application.department_code)) or holders(
        RoleName.PREFECTURE, Scope("region", application.region_code)
    )
    host = application.organization
    body = (
        "Madame, Monsieur,\n\n"
        f"Une structure de votre territoire demande {posts_text(application.post_kind, application.posts_asked)}.\n\n"
        f"- Structure : {host.name}\n- Commune : {host.commune.name}\n- Candidature : {application.number}\n\n"
        f"Votre avis est attendu avant le {date(due_on)}. Il est favorable ou défavorable, avec un court commentaire. "
        "Vous pourrez le changer jusqu’à la décision.\n\n"
        "Passé cette date, le comité de sélection peut examiner la candidature sans votre avis."
    )
    for person in found:
        write(
            "review.opinion_asked",
            person.email,
            f"Votre avis sur la candidature {application.number}",
            body,
            application,
            to_person=person.person_id,
            action_label="Rendre mon avis",
        )


def opinions_awaited(to: Holder, new: Sequence[Review], near: Sequence[Review]) -> None:
    """To a prefecture, each working morning that has something to say."""
    count = len(new) + len(near)
    parts = [("Demandé depuis la dernière lettre :", new), ("À rendre dans les cinq jours :", near)]
    told = "\n\n".join(f"{title}\n\n" + "\n".join(_asked(it) for it in files) for title, files in parts if files)
    write(
        "review.opinions_awaited",
        to.email,
        f"{plural(count, 'avis attendu', 'avis attendus')} de votre préfecture",
        f"Madame, Monsieur,\n\nDes structures de votre territoire demandent des postes de conseiller numérique.\n\n{told}\n\n"
        "Chaque avis est favorable ou défavorable, avec un court commentaire. Vous pourrez le changer jusqu’à la décision. "
        "Passé la date indiquée, le comité de sélection peut examiner la candidature sans votre avis.",
        [*new, *near][0].application,
        to_person=to.person_id,
        action_label="Ouvrir la plus urgente",
    )


def host_invited(call: Call, proposal: Proposal, email: str) -> None:
    """To the host that a prefecture proposes: it may apply, from a link that needs no account."""
    until = f" jusqu’au {date(call.closes_on)}" if call.closes_on else ""
    write(
        "review.host_invited",
        email,
        "Votre structure peut accueillir un conseiller numérique",
        "Madame, Monsieur,\n\n"
        f"La préfecture de votre territoire propose que {proposal.name} accueille un conseiller numérique.\n\n"
        f"L’Agence nationale de la cohésion des territoires vous invite à répondre à l’appel « {call.title} »{until}. "
        "L’État aide à payer le salaire du conseiller et prend sa formation à sa charge.\n\n"
        "Il faut une dizaine de minutes, avec le numéro SIRET de votre structure. Vous restez libre de ne pas candidater."
        f"\n{settings.SITE_URL}/candidater/structure/",
        None,
        action_label="Candidater",
    )


def _asked(it: Review) -> str:
    asked = it.application
    posts = plural(asked.posts_asked, "poste")
    return f"- {asked.organization.name}, {asked.organization.commune.name} : {posts}, avant le {date(it.opinion_due_on or dt.date.max)}"


def completion_asked(application: Application, items: list[str], comment: str, due_on: dt.date) -> None:
    applications.send(
        application,
        "completion_asked",
        f"Votre candidature {application.number} est à compléter",
        "Pour étudier votre candidature, l’Agence nationale de la cohésion des territoires a besoin de ces éléments :",
        "\n".join(f"- {item}" for item in items),
        comment,
        f"Répondez avant le {date(due_on)}. Sans réponse à cette date, votre candidature peut être classée sans suite.",
        "D’ici là, le délai dans lequel l’Agence doit vous répondre est suspendu.",
        label="Compléter la candidature",
    )


def answers_due(files: Sequence[Application], to: Holder) -> None:
    """To who instructs: the applications that silence rejects soon, the most urgent first."""
    named = "\n".join(f"- candidature {it.number}, avant le {date(it.answer_due_on)}" for it in files if it.answer_due_on)
    write(
        "review.answers_due",
        to.email,
        f"{plural(len(files), 'candidature attend', 'candidatures attendent')} une réponse",
        f"Madame, Monsieur,\n\nSans réponse à la date indiquée, le silence vaut rejet :\n\n{named}\n\n"
        "Une demande de compléments suspend ce délai. Une attribution ultérieure lève le rejet.",
        files[0],
        to_person=to.person_id,
        action_label="Ouvrir la plus urgente",
    )


def completion_reminded(application: Application, items: Sequence[str], due_on: dt.date) -> None:
    applications.send(
        application,
        "completion_reminded",
        f"Votre candidature {application.number} attend vos compléments",
        "L’Agence nationale de la cohésion des territoires attend encore ces éléments :",
        "\n".join(f"- {item}" for item in items),
        f"Répondez avant le {date(due_on)}. Sans réponse à cette date, votre candidature peut être classée sans suite.",
        label="Compléter la candidature",
    )
