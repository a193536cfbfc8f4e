"""The door of stored files."""

from __future__ import annotations

import pytest
from django.test import Client

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import actions
from lucette.kernel.actor import SYSTEM
from lucette.web.gate.files import link
from tests.foundation.organizations.factories import OrganizationFactory
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def stored(content_type: str = "application/pdf", **scope: object):
    subject = OrganizationFactory()
    return actions.store(
        kind="essai",
        title="Convention",
        filename="convention signée.pdf",
        content=b"%PDF-1.7",
        content_type=content_type,
        subject=subject,
        by=SYSTEM,
        **scope,
    )


def test_a_file_is_downloaded_and_never_run(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    answer = client.get(f"/document/{stored().pk}/")
    assert answer.status_code == 200 and answer.content == b"%PDF-1.7"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Type"] == "application/pdf"
    assert client.get(f"/document/{stored('text/html').pk}/")["Content-Type"] == "application/octet-stream"


def test_not_mine_and_absent_are_the_same_answer(client: Client) -> None:
    role = signed_in(client, RoleName.HOST_SECRETARY)
    mine, other = stored(organization_id=role.scope_code), stored(organization_id=OrganizationFactory().pk)
    assert client.get(f"/document/{mine.pk}/").status_code == 200
    absent = client.get("/document/00000000-0000-0000-0000-000000000000/")
    assert client.get(f"/document/{other.pk}/").status_code == absent.status_code == 404


def test_everyone_reads_a_public_document_and_no_other(client: Client) -> None:
    assert client.get(f"/document/{stored(public=True).pk}/").status_code == 200
    assert client.get(f"/document/{stored().pk}/").status_code == 404


def test_a_link_says_the_kind_and_the_size() -> None:
    it = link(OrganizationFactory.build().pk, "Convention", size=61_400)
    assert (it.name, it.detail) == ("Convention", "PDF – 61 ko")
    assert it.url.startswith("/document/")
