"""Minutes, award letter, and the page of an award."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents.adapters import typeset
from lucette.kernel.errors import NotFound
from lucette.scheme.committee import actions, queries
from tests.foundation.accounts.factories import actor
from tests.scheme.committee.factories import CHAIR, DIRECTOR, CallFactory, SessionFactory, award, line

pytestmark = pytest.mark.django_db


def test_the_minutes_are_typeset_with_their_totals_and_conflicts() -> None:
    session = SessionFactory(signed=True)
    call = CallFactory(endowment=session.endowment)
    file = line(session, call, decision="granted", posts=2)
    line(session, call, decision="refused", reason="hors sujet")
    actions.declare_conflict(session_id=session.pk, application_id=file.application_id, person_id=CHAIR.pk, reason="élue", by=CHAIR)
    facts = queries.minutes(session.pk)
    assert [it["value"] for it in facts.totals] == ["2", "2", "100\u202f000,00\u00a0€"]
    assert "dossier n° 1" in facts.opening
    assert typeset("minutes", asdict(facts)).startswith(b"%PDF")


def test_the_letter_of_an_award_is_typeset() -> None:
    it = award()
    facts = queries.award_letter(it.pk, DIRECTOR)
    assert facts.table[2]["value"] == "100\u202f000,00\u00a0€"
    assert typeset("letter", facts.for_template()).startswith(b"%PDF")


def test_a_host_sees_its_award_and_no_other() -> None:
    it = award()
    host = actor(RoleName.HOST_REPRESENTATIVE, "organization", it.organization_id)
    page = queries.award_page(it.pk, host)
    assert (page.reserved_posts, page.status, [a.pk for a in queries.awards_of(it.organization_id, host)]) == (2, "réservée", [it.pk])
    with pytest.raises(NotFound):
        queries.award_page(award().pk, host)
    actions.release_award(award_id=it.pk, reason="décliné", by=host)
    assert queries.award_page(it.pk, host).status == "libérée"


def test_the_session_page_says_what_each_may_do() -> None:
    session = SessionFactory(signed=True)
    line(session, decision="granted", posts=1, posts_asked=1)
    assert queries.session_page(session.pk, DIRECTOR).acts == {"close"}
    page = queries.session_page(session.pk, CHAIR)
    assert page.acts == {"declare_conflict", "decide", "move_to_waiting", "sign_minutes"}
    assert page.dry_run is not None and page.dry_run.posts.left == 9
