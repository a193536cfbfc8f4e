"""Who may apply, invite, answer, declare, validate."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden
from lucette.scheme.recruitment.models import Hire

HOSTS = (R.HOST_REPRESENTATIVE, R.HOST_SECRETARY)
BANK = (R.REQUESTER, R.CERTIFIER)


def check_is_herself(by: Actor, person_id: UUID) -> None:
    """One joins and leaves the pool oneself; the support team may do it on a person's behalf."""
    if by.pk != person_id and not has_role(by, R.SUPPORT):
        raise Forbidden(
            "candidate.herself", "Seule la personne concernée, ou l’équipe d’assistance pour elle, s’inscrit au vivier ou le quitte."
        )


def check_is_host(by: Actor) -> None:
    """The representative or the secretary; that the post is their organization's is said by what they see."""
    check_role(by, *HOSTS, sentence="Seule la structure d’accueil peut faire cet acte.")


def can_host(by: Actor) -> bool:
    return has_role(by, *HOSTS)


def check_is_candidate(by: Actor, hire: Hire) -> None:
    """The invited person answers herself."""
    if by.pk != hire.candidate.person_id or not has_role(by, R.CANDIDATE, R.ADVISER):
        raise Forbidden("hire.answer", "Seule la personne invitée répond à son invitation.")


def check_can_validate(by: Actor) -> None:
    check_role(by, *BANK, sentence="Seule la Banque des Territoires valide un contrat de travail ou sa fin.")


def can_validate(by: Actor) -> bool:
    return has_role(by, *BANK)


def check_can_cancel(by: Actor) -> None:
    """The host and the Banque des Territoires give up what is not validated."""
    check_role(by, *HOSTS, *BANK, sentence="Seules la structure d’accueil et la Banque des Territoires peuvent faire cet acte.")


def can_cancel(by: Actor) -> bool:
    return has_role(by, *HOSTS, *BANK)


def check_can_follow(by: Actor) -> None:
    """Who signs what contracts follow: an amendment that changes the host, an agreement that renews another. Raises Forbidden."""
    check_role(by, R.CAISSE_DELEGATE, sentence="Les contrats suivent l’acte que signe la Caisse des Dépôts.")
