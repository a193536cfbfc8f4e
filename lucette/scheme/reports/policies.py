"""Adviser signs, host submits, Banque des Territoires accepts; the Caisse des Dépôts reports with two hands, the ANCT acknowledges."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden
from lucette.scheme.reports.models import AgencyReport

BANK = (R.CERTIFIER, R.REQUESTER)
HOSTS = (R.HOST_REPRESENTATIVE, R.HOST_SECRETARY)
AGENCY = (R.INSTRUCTOR, R.AGENCY_DIRECTOR)


def check_can_ask(by: Actor) -> None:
    check_role(by, *BANK, R.IMPORTER, system=True, sentence="Seule la Banque des Territoires demande un compte rendu.")


def check_can_prefill(by: Actor) -> None:
    check_role(
        by, *HOSTS, R.ADVISER, *BANK, system=True, sentence="Le compte rendu est préparé par la structure ou son conseiller numérique."
    )


def check_can_sign(by: Actor) -> None:
    """Whose host it is, the scope says: an adviser sees the reports of the host where her hire is validated."""
    check_role(by, R.ADVISER, sentence="Le conseiller numérique en poste signe le compte rendu.")


def check_can_submit(by: Actor) -> None:
    check_role(by, R.HOST_REPRESENTATIVE, sentence="La représentante légale de la structure transmet le compte rendu.")


def check_can_answer(by: Actor) -> None:
    check_role(by, *BANK, sentence="Seule la Banque des Territoires répond à un compte rendu.")


def check_can_remind(by: Actor) -> None:
    check_role(by, *BANK, system=True, sentence="Seule la Banque des Territoires relance les structures.")


def check_can_freeze(by: Actor) -> None:
    check_role(by, R.CERTIFIER, R.CAISSE_DELEGATE, sentence="Seule la Caisse des Dépôts arrête les chiffres de son rapport.")


def check_can_sign_for_caisse(by: Actor) -> None:
    check_role(by, R.CAISSE_DELEGATE, sentence="Seul un délégataire de la Caisse des Dépôts signe et envoie le rapport.")


def check_two_people(by: Actor, report: AgencyReport) -> None:
    """Raise Forbidden when the signatory froze the figures herself."""
    if by.pk == report.frozen_by:
        raise Forbidden("report.two_people", "Vous avez arrêté ces chiffres : une autre personne signe le rapport.")


def check_can_acknowledge(by: Actor) -> None:
    check_role(by, *AGENCY, sentence="Seule l’ANCT accuse réception du rapport.")


def can_submit(by: Actor) -> bool:
    return has_role(by, R.HOST_REPRESENTATIVE)


def can_sign(by: Actor) -> bool:
    return has_role(by, R.ADVISER)


def can_answer(by: Actor) -> bool:
    return has_role(by, *BANK)


def can_sign_for_caisse(by: Actor, report: AgencyReport) -> bool:
    return has_role(by, R.CAISSE_DELEGATE) and by.pk != report.frozen_by


def can_acknowledge(by: Actor) -> bool:
    return has_role(by, *AGENCY)
