"""Who asks for an agreement, edits it, signs it for each party, cancels it; and what must be true of the file."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.policies import check_role
from lucette.foundation.accounts.queries import accounts_of
from lucette.foundation.organizations import queries as organizations
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, RuleBroken
from lucette.scheme.agreements.enums import AgreementStatus, AmendmentKind, Party
from lucette.scheme.agreements.models import Agreement, Amendment, Notice
from lucette.scheme.agreements.rules import renewals
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.models import Award
from lucette.scheme.fund import queries as fund

HOSTS = (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY)
OF_THE_HOST = "Seule la structure attributaire peut le faire : sa représentante légale ou son secrétaire."
LEGAL_REPRESENTATIVE = "représentante légale"


def check_can_ask(by: Actor) -> None:
    """The host's representative or secretary. Raises Forbidden."""
    check_role(by, *HOSTS, sentence=OF_THE_HOST)


def check_askable(award: Award, application: Application) -> None:
    """The file is awarded, the award not given back, its reservation live, no agreement under way. Raises RuleBroken."""
    if award.released_at or application.status != ApplicationStatus.AWARDED:
        raise RuleBroken("agreement.not_awarded", "Cette attribution n’attend pas de convention : elle est libérée ou déjà conventionnée.")
    left = fund.award_position(award.pk)
    if (left.reserved_cents, left.reserved_posts) != (award.amount_cents, award.new_posts):
        raise RuleBroken("agreement.not_reserved", "Les postes et les crédits de cette attribution ne sont plus réservés.")
    if Agreement.objects.live().filter(award=award).exists():
        raise RuleBroken("agreement.exists", "La convention de cette attribution est déjà demandée : suivez-la depuis votre espace.")


def check_can_replace(by: Actor) -> None:
    """Who signs the decisions of a rectifying session. Raises Forbidden."""
    check_role(
        by,
        RoleName.AGENCY_DIRECTOR,
        sentence="Seule la directrice générale de l’ANCT remplace une attribution.",
    )


def can_be_renewed(it: Any, on: dt.date) -> bool:
    """May its renewal be asked on that day, as far as its call and its dates say? `it` is read with them (queries.with_renewal)."""
    if it.status != AgreementStatus.IN_FORCE or it.asked or not it.months_before_end:
        return False
    return bool(on >= renewals.opens_on(it.ends_on, it.months_before_end))


def check_runs(former: Agreement | None) -> None:
    """The agreement to renew is still in force. Raises RuleBroken."""
    if former and former.status != AgreementStatus.IN_FORCE:
        label = former.get_status_display()
        raise RuleBroken("agreement.renewed", f"La convention {former.number} est {label} : elle ne se renouvelle plus.")


def check_can_generate(by: Actor) -> None:
    """Banque des Territoires, requester. Raises Forbidden."""
    check_role(by, RoleName.REQUESTER, sentence="Seule la Banque des Territoires édite la convention.")


def capacity_of(by: Actor, agreement: Agreement, on: dt.date) -> str:
    """In which quality this person signs for the host today: her delegation's, or legal representative. "" when she may not sign."""
    if by.role not in HOSTS:
        return ""
    delegation = organizations.signatory(agreement.organization_id, by.pk, on)
    if delegation:
        return delegation.capacity
    return LEGAL_REPRESENTATIVE if by.role == RoleName.HOST_REPRESENTATIVE else ""


def check_can_sign_as_host(by: Actor, agreement: Agreement, on: dt.date) -> str:
    """The legal representative, or a person with a live delegation of signature. Returns her capacity. Raises Forbidden."""
    check_role(by, *HOSTS, sentence=OF_THE_HOST)
    capacity = capacity_of(by, agreement, on)
    if not capacity:
        raise Forbidden(
            "agreement.no_delegation", "Vous n’avez pas de délégation de signature en cours : votre représentante légale signe."
        )
    return capacity


def check_can_sign_as_caisse(by: Actor, agreement: Agreement) -> None:
    """A delegate of the Caisse des Dépôts who neither edited the agreement nor signed it for the host. Raises Forbidden."""
    check_role(by, RoleName.CAISSE_DELEGATE, sentence="Seul un délégataire de la Caisse des Dépôts signe pour elle.")
    if by.pk == agreement.generated_by:
        raise Forbidden("agreement.preparer", "Vous avez édité cette convention : une autre personne doit la signer.")
    signed_for_host = any(it.party == Party.HOST and it.person_id == by.pk for it in agreement.signatures.all())
    if by.pk == agreement.asked_by or signed_for_host:
        raise Forbidden("agreement.same_person", "Vous êtes intervenue pour la structure : une autre personne doit signer pour la Caisse.")


def check_can_cancel(by: Actor) -> None:
    """The host, Banque des Territoires, the Caisse des Dépôts, before both have signed. Raises Forbidden."""
    check_role(
        by,
        *HOSTS,
        RoleName.REQUESTER,
        RoleName.CAISSE_DELEGATE,
        sentence="Seules la structure, la Banque des Territoires et la Caisse des Dépôts peuvent annuler la convention.",
    )


BANK = (RoleName.REQUESTER, RoleName.CERTIFIER)  # the Banque des Territoires


def check_can_ask_amendment(by: Actor, agreement: Agreement, on: dt.date) -> None:
    """Who signs for the host: its legal representative, or a person with a live delegation. Raises Forbidden."""
    check_can_sign_as_host(by, agreement, on)


def check_can_give_opinion(by: Actor) -> None:
    """The prefecture. Raises Forbidden."""
    check_role(by, RoleName.PREFECTURE, sentence="Seule la préfecture rend un avis sur un avenant.")


def check_can_decide_amendment(by: Actor) -> None:
    """The Banque des Territoires. Raises Forbidden."""
    check_role(by, *BANK, sentence="Seule la Banque des Territoires accepte ou refuse un avenant.")


def may_be_refused(kind: str) -> bool:
    """A host that gives posts back uses a right: nobody refuses."""
    return kind != AmendmentKind.RETURN_POSTS


def check_can_sign_amendment(by: Actor, it: Amendment) -> None:
    """A delegate of the Caisse des Dépôts, who neither asked for it nor accepted it. Raises Forbidden."""
    check_role(by, RoleName.CAISSE_DELEGATE, sentence="Seul un délégataire de la Caisse des Dépôts signe un avenant.")
    _check_another(by, it.asked_by, it.decided_by)


def check_can_give_notice(by: Actor) -> None:
    """The Banque des Territoires, or a delegate. Raises Forbidden."""
    check_role(by, *BANK, RoleName.CAISSE_DELEGATE, sentence="Seules la Banque des Territoires et la Caisse des Dépôts peuvent le faire.")


def check_can_answer_notice(by: Actor) -> None:
    """The host. Raises Forbidden."""
    check_role(by, *HOSTS, sentence="Seule la structure répond à cette demande.")


def check_can_end(by: Actor, notice: Notice | None = None) -> None:
    """A delegate of the Caisse des Dépôts, another person than who wrote the notice. Raises Forbidden."""
    sentence = "Seul un délégataire de la Caisse des Dépôts suspend, résilie ou solde une convention."
    check_role(by, RoleName.CAISSE_DELEGATE, sentence=sentence)
    _check_another(by, notice.made_by if notice else None)


def _check_another(by: Actor, *others: UUID | None) -> None:
    if {by.pk, *accounts_of(by.pk)} & set(others):
        raise Forbidden("agreement.same_person", "Vous êtes déjà intervenue sur cette demande : une autre personne doit décider.")
