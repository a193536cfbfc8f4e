"""One act on many lines: each has its answer, nothing is lost, and what takes long is done without the reader."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.bulk.models import BulkAct, BulkLine
from lucette.foundation.notifications.models import Letter
from lucette.jobs import tasks
from lucette.kernel import clock
from lucette.scheme.agreements.actions import sign_as_host
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import queries as committee
from lucette.stories import in_bulk
from lucette.stories.close_session import close_session
from tests.foundation.accounts.factories import actor
from tests.scheme.agreements.factories import asked, host_of
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.committee.factories import DIRECTOR, CallFactory, SessionFactory, line
from tests.scheme.reviews.factories import tied
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys_apart")]
TAKE = reverse("agency:to_take")


def send(client: Client, address: str, **typed: object) -> str:
    once = re.search(r'name="once" value="([^"]+)"', client.get(address).content.decode())
    return client.post(address, {"once": once[1] if once else "", **typed}, follow=True).content.decode()


def filed(count: int = 3) -> list[Application]:
    return [ApplicationFactory(filed=True) for _ in range(count)]


def test_a_refused_line_in_the_middle_holds_up_no_other(client: Client) -> None:
    first, second, third = filed()
    signed_in(client, R.INSTRUCTOR)
    assert TAKE in read(client, reverse("agency:applications"))
    assert read(client, TAKE).count('type="checkbox"') == 3
    Application.objects.filter(pk=second.pk).update(status="withdrawn")
    page = send(client, TAKE, choix=[str(it.pk) for it in (first, second, third)])
    assert "2 lignes traitées sur 3." in page and page.count(">faite<") == 2 and second.number in page
    assert [Application.objects.get(pk=it.pk).status for it in (first, second, third)] == ["under_review", "withdrawn", "under_review"]
    assert BulkLine.objects.exclude(refusal="").get().subject_id == second.pk
    assert "Prendre des candidatures" in read(client, reverse("gate:bulks"))


def test_a_file_on_which_she_declared_a_conflict_is_neither_shown_nor_taken(client: Client) -> None:
    (it,) = filed(1)
    role = signed_in(client, R.INSTRUCTOR)
    tied(it, role.person_id)
    assert it.number not in read(client, TAKE)
    assert "0 ligne traitée sur 1." in send(client, TAKE, choix=[str(it.pk)]) and Application.objects.get().status == "filed"


def test_many_lines_are_left_to_the_worker_who_takes_up_where_it_was_stopped(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(in_bulk.SORTS, "take", replace(in_bulk.SORTS["take"], at_once=2))
    monkeypatch.setattr("lucette.web.gate.bulk.SHOWN", 1)
    files = filed()
    signed_in(client, R.INSTRUCTOR)
    assert "Traiter les 3 lignes de la liste" in read(client, TAKE)
    assert "soit 3 lignes" in send(client, TAKE, tout="1") and not BulkAct.objects.exists()
    page = send(client, TAKE, tout="1", vu="1")
    it = BulkAct.objects.get()
    assert "0 sur 3 lignes" in page and "quitter cette page" in page and {file.status for file in Application.objects.all()} == {"filed"}
    by = actor(R.INSTRUCTOR)
    assert in_bulk.step(it, replace(by, pk=it.person_id))  # then the worker is killed
    assert "1 sur 3 lignes" in read(client, reverse("gate:bulk", args=[it.pk]))
    assert [tasks.go_on_in_bulk(), tasks.go_on_in_bulk()] == [1, 0]
    assert {file.status for file in Application.objects.filter(pk__in=[one.pk for one in files])} == {"under_review"}
    letter = Letter.objects.get(kind="bulk_ended")
    assert "3 lignes traitées" in letter.body
    assert client.get(reverse("gate:letter", args=[letter.pk])).headers["Location"] == reverse("gate:bulk", args=[it.pk])
    signed_in(client, R.INSTRUCTOR)  # somebody else
    assert client.get(reverse("gate:bulk", args=[it.pk])).status_code == 404
    with clock.at(clock.today().replace(month=12)):
        assert tasks.forget_bulk() == 1 and not BulkLine.objects.exists()


def test_who_lost_the_role_meanwhile_is_refused_each_line(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(in_bulk.SORTS, "take", replace(in_bulk.SORTS["take"], at_once=0))
    (it,) = filed(1)
    role = signed_in(client, R.INSTRUCTOR)
    send(client, TAKE, choix=[str(it.pk)])
    role.delete()
    tasks.go_on_in_bulk()
    assert BulkLine.objects.get().refusal and Application.objects.get(pk=it.pk).status == "filed"


def test_agreements_are_edited_together_then_signed_in_the_parapheur(client: Client) -> None:
    session = SessionFactory(signed=True)
    call = CallFactory(endowment=session.endowment)
    for _ in range(2):
        line(session, call, decision="granted", posts=1, posts_asked=1)
    close_session(session_id=session.pk, capacity="directrice générale", by=DIRECTOR)
    found = [asked(it) for it in committee.awards_of_session(session.pk, DIRECTOR)]
    signed_in(client, R.REQUESTER)
    to_edit, to_sign = reverse("caisse:to_edit"), reverse("caisse:to_sign")
    assert to_edit in read(client, reverse("caisse:agreements"))
    assert "2 lignes traitées sur 2." in send(client, to_edit, choix=[str(it.pk) for it in found])
    assert client.get(to_sign).status_code == 404
    for it in found:
        sign_as_host(agreement_id=it.pk, by=host_of(it))
    signed_in(client, R.CAISSE_DELEGATE)
    assert to_sign in read(client, reverse("caisse:dashboard"))
    page = send(client, to_sign, choix=[str(it.pk) for it in found])
    assert "2 lignes traitées sur 2." in page and {it.status for it in Agreement.objects.all()} == {"in_force"}
