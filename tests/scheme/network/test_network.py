from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from lucette.scheme.network import actions, queries
from lucette.scheme.network.enums import PUBLICATION
from lucette.scheme.payments.models import Invoice
from tests.foundation.accounts.factories import RoleFactory, actor
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.network.factories import ANIMATOR, PublicationFactory, endowment
from tests.states import assert_edge, count_rows, edges, stored

pytestmark = pytest.mark.django_db
HOST, ADVISER = actor("host_secretary", "organization", "x"), actor("adviser", "person", "x")


def draft(by=ANIMATOR, **more):
    wanted = {"kind": "resource", "title": "Fiche", "summary": "Présentation", "audience": "everyone"}
    return actions.draft(**wanted | more, by=by)


def audience(hosts=2, advisers=3):
    code = str(OrganizationFactory().pk)
    of_hosts = [RoleFactory(name="host_representative", scope_kind="organization", scope_code=code).person for _ in range(hosts)]
    of_advisers = [RoleFactory(name="adviser", scope_kind="person", scope_code="x").person for _ in range(advisers)]
    return {"hosts": of_hosts, "advisers": of_advisers}


def test_a_draft_tells_nobody_and_only_the_animation_sees_it():
    audience()
    it = draft(link="https://example.fr/fiche")
    assert not Letter.objects.exists()
    assert [queries.publications(by) for by in (ANIMATOR, HOST, ADVISER, actor("instructor"))] == [[it], [], [], []]


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"kind": "autre"}, {"kind"}),
        ({"audience": "tous"}, {"audience"}),
        ({"title": " ", "summary": ""}, {"title", "summary"}),
        ({"link": "javascript:alert(1)"}, {"link"}),
        ({"kind": "event"}, {"starts_at"}),
        ({"cost_cents": 1}, {"supplier_id", "endowment_id"}),
        ({"cost_cents": -1}, {"cost_cents"}),
    ],
)
def test_a_publication_that_cannot_be_is_refused_by_field(more, fields):
    with pytest.raises(Invalid) as refusal:
        draft(**more)
    assert set(refusal.value.fields) == fields


@pytest.mark.parametrize(("to", "told"), [("hosts", ["hosts"]), ("advisers", ["advisers"]), ("everyone", ["hosts", "advisers"])])
def test_publishing_writes_once_to_each_person_of_the_audience(to, told):
    people = audience()
    both = people["hosts"][0]
    RoleFactory(person=both, name="adviser", scope_kind="person", scope_code="y")
    actions.publish(publication_id=draft(audience=to).pk, by=ANIMATOR)
    expected = {it.email for group in told for it in people[group]} | ({both.email} if "advisers" in told else set())
    letters = list(Letter.objects.all())
    assert sorted(it.to_email for it in letters) == sorted(expected)
    assert all(it.to_person for it in letters)


def test_the_number_of_queries_does_not_follow_the_audience(django_assert_max_num_queries):
    audience(hosts=30, advisers=30)
    it = draft()
    with django_assert_max_num_queries(10):
        actions.publish(publication_id=it.pk, by=ANIMATOR)
    assert Letter.objects.count() == 60


def test_what_is_published_is_seen_by_its_audience():
    for_hosts, for_advisers, for_all = (PublicationFactory(published=True, audience=it) for it in ("hosts", "advisers", "everyone"))
    PublicationFactory(withdrawn=True)
    assert set(queries.publications(HOST)) == {for_hosts, for_all}
    assert set(queries.publications(ADVISER)) == {for_advisers, for_all}
    assert set(queries.publications(actor("auditor"))) == {for_hosts, for_advisers, for_all}
    assert queries.publications(actor("candidate", "person", "x")) == []
    with pytest.raises(NotFound):
        queries.publication(for_hosts.pk, ADVISER)


def test_an_event_says_when_and_where_and_its_withdrawal_is_told():
    audience(hosts=1, advisers=0)
    it = draft(kind="event", starts_at=clock.now() + dt.timedelta(days=10), venue="Tulle")
    actions.publish(publication_id=it.pk, by=ANIMATOR)
    assert "Le 11 mars 2021 à 09 h 00, Tulle." in Letter.objects.get().body
    actions.withdraw(publication_id=it.pk, by=ANIMATOR)
    assert Letter.objects.filter(kind="publication.withdrawn").count() == 1


def test_a_past_event_is_not_published():
    it = PublicationFactory(event=True, starts_at=clock.now() - dt.timedelta(hours=1))
    with pytest.raises(RuleBroken, match="déjà passé"):
        actions.publish(publication_id=it.pk, by=ANIMATOR)


def test_the_cost_is_ordered_on_the_animation_envelope():
    supplier = OrganizationFactory(association=True)
    it = draft(cost_cents=5_000_00, supplier_id=supplier.pk, endowment_id=endowment(10_000_00).pk)
    assert not Invoice.objects.exists()
    published = actions.publish(publication_id=it.pk, by=ANIMATOR)
    invoice = Invoice.objects.get()
    assert (invoice.cents, invoice.envelope, invoice.nature, invoice.service_id) == (5_000_00, "animation", "animation", it.pk)
    assert (invoice.organization_id, published.published_at) == (supplier.pk, clock.now())


def test_an_envelope_that_is_too_small_publishes_nothing():
    audience()
    it = draft(cost_cents=5_000_00, supplier_id=OrganizationFactory().pk, endowment_id=endowment(4_999_99).pk)
    rows, row = count_rows(), stored(it)
    with pytest.raises(RuleBroken):
        actions.publish(publication_id=it.pk, by=ANIMATOR)
    assert (count_rows(), stored(it)) == (rows, row)


def test_only_the_animation_animates():
    it, for_hosts = PublicationFactory(published=True), PublicationFactory(audience="hosts")
    rows = count_rows()
    with pytest.raises(Forbidden):
        draft(by=actor("instructor"))
    for by in (HOST, ADVISER, actor("instructor")):
        with pytest.raises(Forbidden):
            actions.withdraw(publication_id=it.pk, by=by)
    with pytest.raises(NotFound):
        actions.publish(publication_id=for_hosts.pk, by=ADVISER)
    assert count_rows() == rows


@pytest.mark.parametrize(("status", "act"), edges(PUBLICATION))
def test_every_edge_of_a_publication(status, act):
    assert_edge(
        PUBLICATION,
        status,
        act,
        make=lambda it: PublicationFactory(**{it: True}),
        perform={
            "publish": lambda it: actions.publish(publication_id=it.pk, by=ANIMATOR),
            "withdraw": lambda it: actions.withdraw(publication_id=it.pk, by=ANIMATOR),
        },
    )
