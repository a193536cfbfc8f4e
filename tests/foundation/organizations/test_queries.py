"""Finding an organization, within one's scope."""

from __future__ import annotations

import pytest

from lucette.foundation.organizations import queries
from lucette.kernel.acting import tell
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import NotFound
from tests.foundation.accounts.factories import actor
from tests.foundation.organizations.factories import BankDetailsFactory, OrganizationFactory, territory

pytestmark = pytest.mark.django_db


def test_an_organization_out_of_scope_does_not_exist() -> None:
    it, other = OrganizationFactory(), OrganizationFactory()
    for by in (
        SYSTEM,
        actor("prefecture", "department", "19"),
        actor("prefecture", "region", "75"),
        actor("host_secretary", "organization", it.pk),
    ):
        assert queries.organization(it.pk, by) == it
    for by in (
        actor("prefecture", "department", "23"),
        actor("prefecture", "region", "11"),
        actor("host_secretary", "organization", other.pk),
    ):
        with pytest.raises(NotFound):
            queries.organization(it.pk, by)


def test_search_reads_names_without_accents_and_the_beginning_of_a_siret() -> None:
    it = OrganizationFactory(name="Médiathèque de l’Étoile 100 %", siret="21190272900000")
    elsewhere = territory("23096", "Guéret", "23")
    OrganizationFactory(name="Étoile du Nord", commune=elsewhere)
    by = actor("prefecture", "department", "19")
    for text in ("mediatheque", "ÉTOILE", "211902", "211 902 729", "100 %"):
        assert queries.search(text, by) == [it]
    assert len(queries.search("etoile", SYSTEM)) == 2
    for text in ("", " ", "inconnue", "211903", "_"):
        assert queries.search(text, SYSTEM) == []


def test_bank_details_are_seen_by_their_organization_and_national_roles() -> None:
    pending, active = BankDetailsFactory(), BankDetailsFactory(active=True)
    own = actor("host_secretary", "organization", active.organization_id)
    assert queries.bank_details_to_check(actor("certifier")) == [pending]
    assert queries.bank_details(active.organization_id, own) == [active]
    assert queries.bank_details(pending.organization_id, own) == queries.bank_details_to_check(own) == []
    assert "30001007" not in str(active)


def test_postgresql_hides_the_accounts_of_others_too() -> None:
    mine, other = BankDetailsFactory(active=True), BankDetailsFactory(active=True)
    tell("somebody", f"organization:{mine.organization_id}")
    assert queries.active_bank_details(mine.organization_id) == mine
    assert queries.active_bank_details(other.organization_id) is None
