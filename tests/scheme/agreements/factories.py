"""Agreements for tests. Signed documents are made by the acts themselves: a PDF is not something a factory can pretend."""

from __future__ import annotations

from functools import partial
from typing import Any

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.actor import Actor
from lucette.scheme.agreements import actions
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.committee.models import Award
from tests.foundation.accounts.factories import RoleFactory, actor
from tests.foundation.organizations.factories import BankDetailsFactory
from tests.scheme.committee.factories import award
from tests.scheme.payments import factories as money

REQUESTER, DELEGATE = actor(RoleName.REQUESTER), actor(RoleName.CAISSE_DELEGATE)


def host_of(it: Agreement | Award) -> Actor:
    """Somebody new who represents the host."""
    return actor(RoleName.HOST_REPRESENTATIVE, "organization", it.organization_id)


def asked(it: Award | None = None, posts: int = 2) -> Agreement:
    """Asked for by the host; its account is verified, somebody represents it."""
    it = it or award(posts)
    BankDetailsFactory(organization=it.organization, verified=True)
    RoleFactory(name=RoleName.HOST_REPRESENTATIVE, scope_kind="organization", scope_code=str(it.organization_id))
    return actions.ask(award_id=it.pk, by=host_of(it))


def ready(it: Award | None = None, posts: int = 2) -> Agreement:
    return actions.generate(agreement_id=asked(it, posts).pk, by=REQUESTER)


def signed_by_host(it: Award | None = None, posts: int = 2) -> Agreement:
    agreement = ready(it, posts)
    return actions.sign_as_host(agreement_id=agreement.pk, by=host_of(agreement))


def in_force(it: Award | None = None, posts: int = 2) -> Agreement:
    return actions.sign_as_caisse(agreement_id=signed_by_host(it, posts).pk, by=DELEGATE)


def cancelled() -> Agreement:
    return actions.cancel(agreement_id=asked().pk, reason="renoncement", by=REQUESTER)


def brought_to(status: str) -> Agreement:
    """An agreement in force (its document is no PDF), then moved without its money: for what looks at the status alone."""
    it = money.agreement()
    facts = {
        "suspended": {"suspension_reason": "essai"},
        "cancelled": {"cancellation_reason": "essai"},
        "terminated": {"ended_on": it.ends_on},
    }
    over = {"settled_on": it.ends_on, "statement_id": it.document_id}
    told: dict[str, Any] = over if status in ("settled", "archived") else facts.get(status, {})
    Agreement.objects.filter(pk=it.pk).update(status=status, **told)
    return Agreement.objects.get(pk=it.pk)


IN_STATUS = {"preparing": asked, "ready": ready, "signed_by_host": signed_by_host, "in_force": in_force, "cancelled": cancelled} | {
    status: partial(brought_to, status) for status in ("suspended", "terminated", "settled", "archived")
}
