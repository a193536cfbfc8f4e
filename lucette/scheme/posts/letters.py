"""Letters about a post that nobody holds any more."""

from __future__ import annotations

from collections.abc import Sequence

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import Holder, holders, holders_within
from lucette.foundation.notifications.actions import write
from lucette.kernel.french import date, plural
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.posts.enums import VacancyStage
from lucette.scheme.posts.models import Post
from lucette.scheme.posts.rules import Vacancy

HELLO = "Madame, Monsieur,"


def vacancies(found: Sequence[tuple[Vacancy, Post]], urgent: Agreement | None) -> None:
    """To the representatives of each host, a letter a post; to the Banque des Territoires, one for all of them."""
    people = holders_within(RoleName.HOST_REPRESENTATIVE, {it.host_id for it, _ in found})
    for it, post in found:
        for host, person in people:
            if host == it.host_id:
                vacancy(it, post, person)
    for person in (*holders(RoleName.REQUESTER), *holders(RoleName.CERTIFIER)):
        vacant_posts([it for it, _ in found], urgent, person)


def vacancy(it: Vacancy, post: Post, to: Holder) -> None:
    over = it.stage == VacancyStage.OVER
    rule = (
        f"Le délai pour recruter est atteint le {date(it.until)}." if over else f"Recrutez avant le {date(it.until)}, ou rendez le poste."
    )
    write(
        "post.vacancy",
        to.email,
        f"Le poste {it.number} est vacant" + (" : le délai est atteint" if over else ""),
        f"{HELLO}\n\nVotre poste {it.number} n’a plus de conseiller depuis le {date(it.since)}. {rule}\n\n"
        "Deux voies, en ligne, depuis la page du poste :\n\n- recruter un candidat du vivier ;\n"
        "- rendre le poste, en un seul acte ; un récépissé vous est remis aussitôt.\n\nRien ne se fait sans vous.",
        post,
        to_person=to.person_id,
        to_organization=it.host_id,
        action_label="Voir le poste",
    )


def vacant_posts(found: Sequence[Vacancy], urgent: Agreement | None, to: Holder) -> None:
    """`urgent`: the agreement of the first."""
    lines = "\n".join(f"- poste {it.number}, {it.host} : {_limit(it)}" for it in found)
    write(
        "post.vacancies",
        to.email,
        f"{plural(len(found), 'poste vacant', 'postes vacants')} près du terme",
        f"{HELLO}\n\nCes postes n’ont plus de conseiller. Leurs structures sont prévenues :\n\n{lines}\n\n"
        "Aucun poste n’est repris de lui-même : la structure le rend, ou la convention se termine par vos actes.",
        urgent,
        to_person=to.person_id,
        action_label="Ouvrir la plus urgente",
    )


def _limit(it: Vacancy) -> str:
    return f"délai atteint le {date(it.until)}" if it.stage == VacancyStage.OVER else f"à pourvoir avant le {date(it.until)}"
