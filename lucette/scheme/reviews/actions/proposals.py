"""With its opinion, a prefecture proposes another host, or a post transferred; the ANCT invites the host proposed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories import queries as territories
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, WrongState
from lucette.scheme.applications import policies as applications
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews import letters, policies
from lucette.scheme.reviews.enums import ProposalKind
from lucette.scheme.reviews.models import Proposal
from lucette.scheme.reviews.rules import comment_problem

ELSEWHERE = "Cette structure n’est pas de votre territoire : proposez-en une qui en est."
ITSELF = "C’est la structure qui candidate : proposez-en une autre."


@transaction.atomic
def propose_host(*, application_id: UUID, name: str, comment: str, by: Actor, siret: str = "", commune_code: str = "") -> Proposal:
    """The post would go to another host of the territory: found in the register (`siret`, `commune_code`), or named only. Until the
    decision; it replaces the former proposal, which is kept.

    Raises Forbidden, NotFound, WrongState, RuleBroken (no opinion yet), Invalid (name, siret, comment).
    """
    application = _proposing(application_id, comment, by)
    if not name.strip():
        raise Invalid("proposal.name", "Nommez la structure que vous proposez.", {"name": "Écrivez son nom, ou son numéro SIRET."})
    if siret and siret == application.organization.siret:
        raise Invalid("proposal.itself", ITSELF, {"siret": ITSELF})
    if commune_code and not _is_here(commune_code, by):
        raise Invalid("proposal.elsewhere", ELSEWHERE, {"siret": ELSEWHERE})
    known = Organization.objects.filter(siret=siret, merged_into=None).first() if siret else None
    return _proposed(application, by, comment, kind=ProposalKind.OTHER_HOST, organization=known, siret=siret, name=name.strip())


@transaction.atomic
def propose_transfer(
    *, application_id: UUID, organization_id: UUID, agreement_id: UUID, agreement_number: str, comment: str, by: Actor
) -> Proposal:
    """The post would come from another agreement of the territory, which stories.propose_transfer has checked. Until the decision.

    Raises Forbidden, NotFound (application, organization of another territory), WrongState, RuleBroken (no opinion yet), Invalid.
    """
    application = _proposing(application_id, comment, by)
    host = Organization.objects.visible_to(by).known(organization_id)
    if host.pk == application.organization_id:
        raise Invalid("proposal.itself", ITSELF, {"agreement": "Cette convention est celle de la structure qui candidate."})
    found: dict[str, Any] = {"agreement_id": agreement_id, "agreement_number": agreement_number}
    return _proposed(
        application, by, comment, kind=ProposalKind.TRANSFER, organization=host, siret=host.siret or "", name=host.name, **found
    )


@transaction.atomic
def withdraw_proposal(*, application_id: UUID, by: Actor) -> None:
    """Nothing is proposed any more; what was stays in the file. Raises Forbidden, NotFound, WrongState (decided, or nothing proposed)."""
    application = _held(application_id, by)
    if not _replace(application):
        raise WrongState("proposal.none", "Vous ne proposez rien pour cette candidature.")
    journal.record("application.proposal_withdrawn", subject=application, by=by)


@transaction.atomic
def invite_proposed_host(*, application_id: UUID, email: str, by: Actor) -> Proposal:
    """Write to the host proposed, with the link to apply; once.

    Raises Forbidden, NotFound, WrongState (none proposed, invited already, call not open), Invalid (email).
    """
    application = Application.objects.visible_to(by).select_related("call").lock(application_id)
    applications.check_can_review(by)
    policies.check_not_barred(by, application_id)
    proposal = Proposal.objects.select_for_update().filter(application=application, replaced_at=None).first()
    proposal = policies.check_may_be_invited(application, proposal, clock.today())
    try:
        validate_email(email.strip())
    except ValidationError:
        sentence = "Écrivez une adresse complète, par exemple mairie@exemple.fr."
        raise Invalid("proposal.email", sentence, {"email": sentence}) from None
    proposal.invited_by, proposal.invited_at = by.pk, clock.now()
    proposal.save(update_fields=["invited_by", "invited_at"])
    journal.record("application.proposed_host_invited", subject=application, by=by, proposal=str(proposal.pk))
    letters.host_invited(application.call, proposal, email.strip())
    return proposal


def _held(application_id: UUID, by: Actor) -> Application:
    application = Application.objects.visible_to(by).select_related("organization").lock(application_id)
    policies.check_can_opine(by)
    application.check_act("opine")
    policies.check_not_barred(by, application_id)
    return application


def _proposing(application_id: UUID, comment: str, by: Actor) -> Application:
    application = _held(application_id, by)
    policies.check_has_opined(application)
    if problem := comment_problem(comment):
        raise Invalid("proposal.comment", problem, {"comment": problem})
    return application


def _replace(application: Application) -> int:
    return Proposal.objects.filter(application=application, replaced_at=None).update(replaced_at=clock.now())


def _proposed(application: Application, by: Actor, comment: str, **what: Any) -> Proposal:
    replaced = _replace(application)
    proposal: Proposal = Proposal.objects.create(
        application=application, comment=comment.strip(), given_by=by.pk, given_at=clock.now(), **what
    )
    journal.record("application.proposal_given", subject=application, by=by, kind=str(proposal.kind), replaces=bool(replaced))
    return proposal


def _is_here(commune_code: str, by: Actor) -> bool:
    """Is this commune of the actor's territory?"""
    commune = territories.commune(commune_code)
    return by.scope.national or by.scope.code == {"department": commune.department_id, "region": commune.region_id}.get(by.scope.kind)
