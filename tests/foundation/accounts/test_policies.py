"""The check of roles that every room uses."""

from __future__ import annotations

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.foundation.organizations import policies as organizations
from lucette.kernel.actor import NOBODY, SYSTEM
from lucette.kernel.errors import Forbidden
from tests.foundation.accounts.factories import actor


def test_only_the_named_roles_pass() -> None:
    check_role(actor("chair"), RoleName.CHAIR, RoleName.MEMBER)
    with pytest.raises(Forbidden, match="Seule la présidente"):
        check_role(actor("member"), RoleName.CHAIR, sentence="Seule la présidente clôt la séance.")


def test_the_system_passes_only_where_it_is_wanted() -> None:
    assert (has_role(SYSTEM, RoleName.CHAIR), has_role(SYSTEM, RoleName.CHAIR, system=True), has_role(SYSTEM)) == (False, True, False)
    assert not has_role(NOBODY, *RoleName, system=True)


def test_the_organizations_below_name_roles_that_exist() -> None:
    assert {*organizations.HOSTS, *organizations.BANKERS, *organizations.IMPORTS} <= {*RoleName.values, SYSTEM.role}
