"""The support team sees what resembles a structure, merges with its effects before its eyes, and undoes it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations.models import Merge
from tests.foundation.accounts.factories import RoleFactory
from tests.foundation.organizations.factories import OrganizationFactory
from tests.web.hand import play, send
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def test_a_duplicate_is_seen_merged_and_separated(client: Client) -> None:
    signed_in(client, RoleName.SUPPORT)
    kept, duplicate = OrganizationFactory(name="Commune de Tulle"), OrganizationFactory(name="Mairie de Tulle")
    RoleFactory(name=RoleName.HOST_SECRETARY, scope_kind="organization", scope_code=str(duplicate.pk), person__last_name="Bazin")
    page, merge = read(client, reverse("support:organization", args=[duplicate.pk])), reverse("support:merge", args=[duplicate.pk])
    assert "Structures qui lui ressemblent" in page and "Commune de Tulle" in page and merge in page
    assert kept.siret in read(client, merge)
    answers = {"siret": kept.siret, "reason": "Même mairie."}
    page = play(client, merge, **answers)
    assert "Camille Bazin devient" in page and "1 rôle change de structure" in page and not Merge.objects.exists()
    page = send(client, merge, **answers, seen=f"siret={kept.siret} reason=Même mairie.")
    assert "est fusionnée dans « Commune de Tulle »" in page and "Doublon de" in page
    undo = reverse("support:undo_merge", args=[Merge.objects.get().pk])
    assert undo in read(client, reverse("support:organization", args=[kept.pk]))
    assert "La fusion est annulée" in play(client, undo) and "On ne peut pas annuler la fusion" in send(client, undo)


def test_what_forbids_it_is_told_and_nobody_else_comes_in(client: Client) -> None:
    signed_in(client, RoleName.SUPPORT)
    it = OrganizationFactory()
    merge = reverse("support:merge", args=[it.pk])
    assert "Donnez le SIRET d’une autre structure connue" in send(client, merge, siret="1", reason="Même.")
    page = send(client, merge, siret="1", reason="Même.", seen="siret=1 reason=Même.")
    assert "Aucune autre structure n’a ce SIRET" in page and 'value="1"' in page
    signed_in(client, RoleName.AUDITOR)
    assert client.get(merge).status_code == 404
