"""A host asks for a coordinator, where the call offers one; the file says so everywhere."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.scheme.applications.models import Application
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.committee.actions.preparation import snapshot
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.calls.factories import CallFactory
from tests.web.doors import send
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
TYPED = {"start_on": "2021-06-01", "motivation": "Nos conseillers travaillent seuls, chacun dans sa commune."}


def at(route: str, it: Application) -> str:
    return reverse(route, args=[it.pk])


@pytest.fixture
def draft(client: Client) -> Application:
    it: Application = ApplicationFactory(complete=True, call=CallFactory(open=True))
    signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
    return it


def test_the_question_is_asked_and_one_coordinator_may_be_filed(client: Client, draft: Application) -> None:
    assert "Quel poste demandez-vous" in read(client, at("host:draft_project", draft))
    send(client, at("host:draft_project", draft), post_kind="coordinator", posts_asked="2", **TYPED)
    assert "un seul poste de coordinateur" in read(client, at("host:draft_summary", draft))
    send(client, at("host:draft_project", draft), post_kind="coordinator", posts_asked="1", **TYPED)
    assert "poste de coordinateur à temps plein" in read(client, at("host:draft_summary", draft))
    send(client, at("host:file", draft))
    draft.refresh_from_db()
    assert (draft.status, draft.post_kind) == ("filed", "coordinator")
    assert snapshot(draft)["post"] == "coordinateur à temps plein"
    signed_in(client, R.INSTRUCTOR)
    page = read(client, at("agency:application", draft))
    assert "Poste demandé" in page and "Coordinateur à temps plein" in page
    ApplicationFactory(filed=True)
    listed = read(client, f"{reverse('agency:applications')}?poste=coordinateur")
    assert "1, coordinateur à temps plein" in listed and draft.number in listed and "Coordinateurs" in listed


def test_nothing_is_asked_where_the_call_offers_none_and_a_choice_made_before_finds_its_way_out(client: Client, draft: Application) -> None:
    draft.call.parameters.filter(code="coordinator_posts").delete()
    assert "Quel poste demandez-vous" not in read(client, at("host:draft_project", draft))
    send(client, at("host:draft_project", draft), posts_asked="2", **TYPED)
    Application.objects.filter(pk=draft.pk).update(post_kind=PostKind.COORDINATOR, posts_asked=1)
    assert "n’offre pas ce poste" in read(client, at("host:draft_summary", draft))
    send(client, at("host:draft_project", draft), post_kind="adviser", posts_asked="2", **TYPED)
    assert "n’offre pas ce poste" not in read(client, at("host:draft_summary", draft))
