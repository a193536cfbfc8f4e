"""A structure entered twice: seen before, merged with a reason, its people brought over, all of it undone; written history never moves."""

from __future__ import annotations

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import roles_within
from lucette.foundation.journal.models import Entry
from lucette.foundation.organizations import actions, queries
from lucette.foundation.organizations.enums import MERGE
from lucette.foundation.organizations.models import Merge, Organization
from lucette.foundation.organizations.rules import siret_for
from lucette.kernel.actor import SYSTEM, Scope
from lucette.kernel.errors import Forbidden, Invalid, RuleBroken
from lucette.stories import merge_organizations as story
from tests.foundation.accounts.factories import RoleFactory, actor
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.agreements import factories as agreements
from tests.states import assert_edge, edges

pytestmark = pytest.mark.django_db
SUPPORT = actor(RoleName.SUPPORT)


def scope(it: Organization) -> Scope:
    return Scope("organization", str(it.pk))


def people(it: Organization) -> set[tuple[str, str]]:
    return {(str(role.person_id), role.name) for role in roles_within(scope(it))}


def two() -> tuple[Organization, Organization]:
    """The one that is kept and its duplicate, each with somebody, one person in both."""
    kept, duplicate = OrganizationFactory(name="Commune de Tulle"), OrganizationFactory(name="Mairie de Tulle")
    both = RoleFactory(name=RoleName.HOST_SECRETARY, scope_kind="organization", scope_code=str(kept.pk)).person
    RoleFactory(name=RoleName.HOST_SECRETARY, scope_kind="organization", scope_code=str(duplicate.pk), person=both)
    RoleFactory(name=RoleName.HOST_REPRESENTATIVE, scope_kind="organization", scope_code=str(duplicate.pk))
    return kept, duplicate


def test_people_come_over_and_go_back_and_nothing_else_changes() -> None:
    kept, duplicate = two()
    before = people(kept), people(duplicate)
    seen = story.preview(kept_id=kept.pk, duplicate_id=duplicate.pk, by=SUPPORT)
    assert len(seen.roles) == 2 and seen.obstacles == [] and Merge.objects.count() == 0
    it = story.merge(kept_id=kept.pk, duplicate_id=duplicate.pk, reason="Même mairie, deux SIRET.", by=SUPPORT)
    assert people(duplicate) == set() and people(kept) == before[0] | before[1]
    assert actions.register(siret=duplicate.siret, name="x", commune_code="19272", by=SYSTEM) == kept, "its number leads to the one kept"
    assert [match.organization for match in queries.close_matches(name="Ville de Tulle", commune_code="19272")] == [kept]
    assert Entry.objects.get(act="organization.merged", subject_id=str(kept.pk)).reason == "Même mairie, deux SIRET."
    story.undo(merge_id=it.pk, by=SUPPORT)
    assert (people(kept), people(duplicate)) == before
    assert not Organization.objects.exclude(merged_into=None).exists() and Entry.objects.filter(act="organization.separated").count() == 2


def test_a_duplicate_that_signed_something_keeps_its_name() -> None:
    signed = agreements.asked().organization
    kept = OrganizationFactory()
    assert any("1 convention" in it for it in story.preview(kept_id=kept.pk, duplicate_id=signed.pk, by=SUPPORT).obstacles)
    with pytest.raises(RuleBroken, match="1 convention au nom du doublon"):
        story.merge(kept_id=kept.pk, duplicate_id=signed.pk, reason="Même.", by=SUPPORT)
    assert story.merge(kept_id=signed.pk, duplicate_id=kept.pk, reason="Dans l’autre sens.", by=SUPPORT).kept == signed


def test_what_cannot_be_merged_is_refused_in_a_sentence() -> None:
    kept, duplicate = two()
    with pytest.raises(Forbidden, match="Seule l’équipe d’assistance"):
        story.merge(kept_id=kept.pk, duplicate_id=duplicate.pk, reason="Même.", by=actor(RoleName.INSTRUCTOR))
    with pytest.raises(Invalid, match="Dites pourquoi"):
        story.merge(kept_id=kept.pk, duplicate_id=duplicate.pk, reason=" ", by=SUPPORT)
    with pytest.raises(RuleBroken, match="la même structure"):
        story.merge(kept_id=kept.pk, duplicate_id=kept.pk, reason="Même.", by=SUPPORT)
    story.merge(kept_id=kept.pk, duplicate_id=duplicate.pk, reason="Même.", by=SUPPORT)
    with pytest.raises(RuleBroken, match="déjà fusionnée"):
        story.merge(kept_id=OrganizationFactory(siret=siret_for("211927207")).pk, duplicate_id=duplicate.pk, reason="Même.", by=SUPPORT)


@pytest.mark.parametrize(("status", "act"), edges(MERGE))
def test_every_edge(status: str, act: str) -> None:
    def make(wanted: str) -> Merge:
        kept, duplicate = two()
        it = story.merge(kept_id=kept.pk, duplicate_id=duplicate.pk, reason="Même.", by=SUPPORT)
        return it if wanted == "merged" else story.undo(merge_id=it.pk, by=SUPPORT)

    assert_edge(MERGE, status, act, make, {"undo": lambda it: story.undo(merge_id=it.pk, by=SUPPORT)})
