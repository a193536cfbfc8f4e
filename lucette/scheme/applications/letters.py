"""Letters to the host about its application: to the person to contact; to its representatives as well until she confirms her address."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from django.conf import settings

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import Holder, holders_within
from lucette.foundation.notifications.actions import draft, write, write_drafts
from lucette.kernel import clock
from lucette.kernel.french import date, plural
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.rules import court, recourse_until, remedies

HELLO = "Madame, Monsieur,"
SEE = "Voir la candidature"


Text = tuple[str, str, str, str]  # kind, subject, body, label of its button


def send(application: Application, kind: str, subject: str, *paragraphs: str, label: str = SEE) -> None:
    """One letter about `application` to each of its readers."""
    addressed([(application, drawn(kind, subject, *paragraphs, label=label))])


def drawn(kind: str, subject: str, *paragraphs: str, label: str = SEE) -> Text:
    """The words of a letter, for `addressed`."""
    return f"application.{kind}", subject, "\n\n".join([HELLO, *filter(None, paragraphs)]), label


def addressed(letters: Sequence[tuple[Application, Text]]) -> None:
    """Each letter to each reader of its application, together."""
    told = readers([application for application, _ in letters])
    write_drafts(
        draft(kind, email, subject, body, it, to_organization=it.organization_id, action_label=label)
        for it, (kind, subject, body, label) in letters
        for email in told[it.pk]
    )


def readers(applications: Sequence[Application]) -> dict[UUID, list[str]]:
    """By application, to whom its letters go: its contact, and its representatives too as long as she has not confirmed her address. One
    question, however many they are."""
    unsure = [it for it in applications if not it.contact_email or it.contact_confirmed != it.contact_email]
    held: dict[UUID, set[str]] = defaultdict(set)
    for organization, one in holders_within(RoleName.HOST_REPRESENTATIVE, {it.organization_id for it in unsure}) if unsure else ():
        held[organization].add(one.email)
    found = {it.pk: [it.contact_email] if it.contact_email else [] for it in applications}
    for it in unsure:
        found[it.pk] += sorted(held[it.organization_id] - {it.contact_email})
    return found


def answered(answers: Iterable[tuple[str, Application]], recruit_by: Callable[[Application], dt.date]) -> None:
    """To each host, what the session decided of its application, named by its act."""
    drawing: dict[str, Callable[[Application], Text]] = {
        "award": lambda it: awarded(it, recruit_by(it)),
        "refuse": refused,
        "defer": deferred,
        "wait": waiting,
    }
    addressed([(it, drawing[act](it)) for act, it in answers])


def to_file(it: Application, filers: Iterable[Holder], prepared_by: str) -> None:
    """To each person who may file it: it is ready."""
    for reader in filers:
        write(
            "application.to_file",
            reader.email,
            f"La candidature {it.number} attend votre dépôt",
            f"{HELLO}\n\n{prepared_by or 'Une personne de votre structure'} a préparé la candidature {it.number} pour "
            f"{it.organization.name}. Elle demande {plural(it.posts_asked, 'poste')} de conseiller numérique.\n\n"
            "Relisez-la, puis déposez-la : vous seul pouvez le faire. Rien n’est déposé avant. "
            "Pour entrer, donnez l’adresse à laquelle vous recevez cette lettre : un lien de connexion vous est envoyé.",
            it,
            to_person=reader.person_id,
            to_organization=it.organization_id,
            action_label="Relire et déposer",
        )


def confirm_contact(it: Application, address: str) -> None:
    """To the address of the contact alone: whoever reads it there confirms it."""
    write(
        "application.confirm_contact",
        it.contact_email,
        "Confirmez votre adresse électronique",
        f"{HELLO}\n\n{it.organization.name} vous a donné comme personne à contacter, pour accueillir un conseiller numérique.\n\n"
        "Confirmez que cette adresse est la vôtre : les lettres du dossier y seront envoyées. Ce lien est valable sept jours.\n\n"
        f"Vous n’êtes pas cette personne ? Ne faites rien.\n\n{address}",
        None,
        to_organization=it.organization_id,
        action_label="Confirmer mon adresse",
    )


def receipt(it: Application, due: dt.date) -> None:
    """Accusé de réception (code des relations entre le public et l'administration, art. L. 112-3 and R. 112-5)."""
    send(
        it,
        "receipt",
        f"Votre candidature {it.number} est déposée",
        f"Nous avons reçu le {date(clock.today())} votre candidature {it.number}. Elle demande {plural(it.posts_asked, 'poste')} "
        "de conseiller numérique.",
        "Prochaine étape : l’Agence nationale de la cohésion des territoires étudie le dossier et demande l’avis du préfet. "
        "Vous n’avez rien à faire.",
        f"L’Agence vous répond avant le {date(due)}. Sans réponse à cette date, votre candidature est considérée comme rejetée. "
        "Des postes peuvent encore vous être attribués ensuite.",
        "Vous pouvez contester ce rejet dans les deux mois :\n\n"
        f"- par un recours gracieux, en écrivant à l’Agence ({settings.CONTACT_EMAIL}) ;\n"
        "- devant le tribunal administratif.",
    )


def withdrawn(it: Application) -> None:
    send(
        it,
        "withdrawn",
        f"Votre candidature {it.number} est retirée",
        "Votre structure a retiré cette candidature. Son examen s’arrête là, et vous n’avez rien d’autre à faire.",
        "Vous pouvez déposer une nouvelle candidature tant que l’appel est ouvert.",
    )


def declined(it: Application) -> None:
    send(
        it,
        "declined",
        f"Attribution déclinée pour la candidature {it.number}",
        f"Votre structure a décliné l’attribution de {plural(it.posts_granted, 'poste')}. "
        f"{'Ce poste revient' if it.posts_granted == 1 else 'Ces postes reviennent'} à la dotation nationale.",
    )


def awarded(it: Application, recruit_by: dt.date) -> Text:
    partial = it.posts_granted < it.posts_asked
    return drawn(
        "awarded",
        f"Votre candidature {it.number} est retenue",
        f"Après avis du comité de sélection, {plural(it.posts_granted, 'poste')} de conseiller numérique "
        f"{'vous est attribué' if it.posts_granted == 1 else 'vous sont attribués'}"
        f"{f' sur {it.posts_asked} demandés' if partial else ''}.",
        f"Motif : {it.decision_reason}" if it.decision_reason else "",
        f"Cette attribution remplace le rejet né du silence de l’Agence le {date(it.implicit_on)}." if it.implicit_on else "",
        "Vos prochaines étapes :\n\n- demander la convention à la Banque des Territoires, avec vos coordonnées bancaires ;\n"
        "- choisir un candidat dans le vivier ;\n"
        f"- signer son contrat de travail avant le {date(recruit_by)} : après cette date, l’attribution peut être réexaminée.",
        _remedies(online=False) if partial else "",
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


def intake_closed(it: Application, reason: str) -> None:
    send(
        it,
        "intake_closed",
        "Le dépôt des candidatures est clos",
        f"L’appel auquel répond votre brouillon {it.number} est clos. Ce brouillon ne peut plus être déposé.",
        f"Motif : {reason}",
        "Vous pouvez toujours relire ce que vous avez écrit. Vous n’avez rien d’autre à faire.",
    )


def appeal_receipt(it: Application, due: dt.date) -> None:
    """Accusé de réception (code des relations entre le public et l'administration, art. L. 112-3)."""
    send(
        it,
        "appeal_receipt",
        f"Votre recours sur la candidature {it.number} est reçu",
        f"Nous avons reçu le {date(clock.today())} votre recours contre la décision prise sur cette candidature.",
        "Une personne qui n’a pas pris part à la décision l’étudie. Vous n’avez rien à faire.",
        f"L’Agence nationale de la cohésion des territoires vous répond avant le {date(due)}. Sans réponse à cette date, "
        "votre recours est considéré comme rejeté. Vous aurez alors deux mois pour saisir le tribunal administratif.",
    )


def appeal_upheld(it: Application, reason: str) -> None:
    send(
        it,
        "appeal_upheld",
        f"Votre recours sur la candidature {it.number} est admis",
        "L’Agence nationale de la cohésion des territoires a admis votre recours : la décision contestée est retirée.",
        f"Motif : {reason}",
        "L’étude de votre candidature reprend. Une nouvelle décision vous sera adressée"
        f"{f' avant le {date(it.answer_due_on)}' if it.answer_due_on else ''}.",
    )


def appeal_rejected(it: Application) -> None:
    send(
        it,
        "appeal_rejected",
        f"Votre recours sur la candidature {it.number} est rejeté",
        "L’Agence nationale de la cohésion des territoires a étudié votre recours. Elle confirme la décision prise sur votre candidature.",
        f"Motif : {it.decision_reason}",
        court(recourse_until(clock.today())),
    )


def lapse_announced(it: Application, reason: str, answer_by: dt.date) -> None:
    """Procédure contradictoire (code des relations entre le public et l'administration, art. L. 121-1 and L. 122-1)."""
    send(
        it,
        "lapse_announced",
        f"Votre attribution {it.number} pourrait être retirée",
        f"L’Agence nationale de la cohésion des territoires envisage de retirer l’attribution de {plural(it.posts_granted, 'poste')}.",
        f"Motif : {reason}",
        f"Vous pouvez présenter vos observations jusqu’au {date(answer_by)}, et vous faire assister par la personne de votre choix. "
        "Aucune décision n’est prise avant.",
        label="Présenter mes observations",
    )


def lapse_dropped(it: Application, reason: str) -> None:
    send(
        it,
        "lapse_dropped",
        f"Votre attribution {it.number} est maintenue",
        "L’Agence nationale de la cohésion des territoires renonce à retirer votre attribution. Vos postes restent réservés.",
        f"Motif : {reason}",
    )


def lapsed(it: Application) -> None:
    send(
        it,
        "lapsed",
        f"Votre attribution {it.number} est retirée",
        "Après avoir examiné votre situation, l’Agence nationale de la cohésion des territoires retire votre attribution. "
        f"{'Le poste revient' if it.posts_granted == 1 else 'Les postes reviennent'} à la dotation nationale.",
        f"Motif : {it.decision_reason}",
        _remedies(online=False),
    )


def recruit_reminded(it: Application, recruit_by: dt.date, posts: int) -> None:
    send(
        it,
        "recruit_reminded",
        f"Il reste {plural(posts, 'poste')} à pourvoir pour la candidature {it.number}",
        f"{plural(posts, 'poste')} de conseiller numérique {'attend encore son' if posts == 1 else 'attendent encore leur'} titulaire.",
        f"Le contrat de travail est à signer avant le {date(recruit_by)}. Après cette date, l’attribution peut être réexaminée.",
        "Une difficulté pour recruter ? Appelez-nous, ou rendez le poste depuis votre espace.",
    )


def _remedies(online: bool = True) -> str:
    return remedies(recourse_until(clock.today()), settings.CONTACT_EMAIL, online)
