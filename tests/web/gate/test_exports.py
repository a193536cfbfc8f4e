"""Lists taken away: as many rows as the screen counts, whatever the filters and the format; long ones by the worker."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Role
from lucette.foundation.documents.adapters import typeset
from lucette.foundation.exports.enums import ExportState
from lucette.foundation.exports.models import Export
from lucette.foundation.journal.models import Entry
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.web.audit.journal import FAMILIES
from lucette.web.gate import exports, printed, tasks
from lucette.web.gate.sheets import FORMATS
from tests import databases
from tests.web.gate.sheets import rows_of
from tests.web.pages import read
from tests.web.people import signed_in

MANY = 12_000
JOURNAL = "/audit/journal/"
ASKED = re.compile(r'name="asked" value="([^"]+)"')
COUNTED = re.compile(r'aria-live="polite">([\d\s]+) actes?<')


def write_journal(rows: int) -> None:
    """Acts of every family, over ten days; some as hostile as a person can type."""
    first, reasons = dt.datetime(2021, 3, 1, 12, tzinfo=dt.UTC), ("", "=1+1", "@SUM(A1)", "un motif ; « entre »\nsur deux lignes")
    Entry.objects.bulk_create(
        Entry(
            at=first + dt.timedelta(days=n % 10, seconds=n),
            actor_id=SYSTEM.pk,
            role="system",
            scope="national",
            act=f"{list(FAMILIES)[n * n % 7]}.tried",
            subject_type="essai.essai",
            subject_id=str(UUID(int=n)),
            reason=reasons[n % 4],
            facts={},
        )
        for n in range(rows)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_holds_what_the_screen_counts_for_random_filters(client: Client, extension: str) -> None:
    signed_in(client, RoleName.AUDITOR)
    write_journal(2_000)
    drawn = random.Random(extension)
    for _ in range(8):
        family = drawn.choice([*list(FAMILIES)[:7], ""])
        page = read(client, f"{JOURNAL}?sorte={family}")
        counted = int(re.sub(r"\D", "", COUNTED.search(page)[1]))  # type: ignore[index]
        file = rows_of(client.get(f"{JOURNAL}?sorte={family}&format={extension}").content, extension)
        assert len(file) - 1 == counted, family
        assert file[0] == ["Le", "Acte", "Par", "En qualité de", "Motif"]
        assert {str(row[4])[:2] for row in file[1:]} <= {"", "un", "'=", "'@"}


@pytest.mark.django_db
def test_the_page_links_to_each_format_with_its_filters(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    write_journal(8)
    page = read(client, f"{JOURNAL}?sorte=endowment&jour=2021-03-01")
    for extension in (*FORMATS, "pdf"):
        assert f'href="{JOURNAL}?sorte=endowment&amp;jour=2021-03-01&amp;format={extension}"' in page
    assert client.get(f"{JOURNAL}?format=exe")["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_a_list_goes_on_paper_until_it_is_too_long_to_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(client, RoleName.AUDITOR)
    write_journal(30)
    first = next(iter(FAMILIES))
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(printed, "typeset", lambda template, facts: told.append(facts) or typeset(template, facts))
    answer = client.get(f"{JOURNAL}?sorte={first}&format=pdf")
    assert answer["Content-Type"] == "application/pdf" and answer["Content-Disposition"].endswith('.pdf"')
    assert answer.content.startswith(b"%PDF-1.7") and b"/StructTreeRoot" in answer.content
    shown = rows_of(client.get(f"{JOURNAL}?sorte={first}&format=csv").content, "csv")
    assert [it["label"] for it in told[0]["columns"]] == shown[0] and len(told[0]["rows"]) == len(shown) - 1 > 0
    monkeypatch.setattr(exports, "READABLE", 3)
    page = read(client, f"{JOURNAL}?sorte={first}&format=pdf")
    assert "trop longue pour un PDF" in page and f"{JOURNAL}?sorte={first}&amp;format=xlsx" in page


@pytest.fixture
def long_list(transactional_db: None, client: Client) -> Iterator[None]:
    """The auditor's journal, too long to be written at once."""
    with acting(SYSTEM):
        signed_in(client, RoleName.AUDITOR)
        write_journal(MANY)
    yield
    databases.connect_as(databases.RUNTIME)


def work() -> None:
    databases.connect_as(databases.JOBS)
    call_command("worker", "--once", "--queue", "exports")
    databases.connect_as(databases.RUNTIME)


def order(client: Client, address: str) -> str:
    """Ask for a long list: the page that offers it, then its button."""
    asked = ASKED.search(read(client, address))
    assert asked, address
    answer = client.post(reverse("gate:exports"), {"asked": asked[1]}, follow=True)
    return answer.content.decode()


def test_a_long_list_is_prepared_by_the_worker_and_waits_a_day(client: Client, long_list: None) -> None:
    for extension in FORMATS:
        offered = read(client, f"{JOURNAL}?format={extension}")
        assert "compte 12\u00a000" in offered and "Préparer l’export" in offered
        assert "se prépare" in order(client, f"{JOURNAL}?format={extension}")
    assert "en attente" in read(client, reverse("gate:exports"))
    work()
    with acting(SYSTEM):
        letters = {it.about_id: it for it in Letter.objects.filter(subject="Votre export est prêt")}
        ready = list(Export.objects.all())
        total = Entry.objects.exclude(subject_type="exports.export").count()
    page = read(client, reverse("gate:exports"))
    for it in ready:
        address = reverse("gate:export_file", args=[it.pk])
        assert it.state == ExportState.READY and address in page
        answer = client.get(address)
        assert answer["Content-Disposition"].startswith('attachment; filename="journal-') and "no-store" in answer["Cache-Control"]
        file = rows_of(b"".join(answer.streaming_content), it.extension)
        told = [row for row in file[1:] if not row[1].startswith("Export")]
        assert len(told) == total and len(file) - 1 == it.rows
        assert client.get(reverse("gate:letter", args=[letters[it.pk].pk])).url == reverse("gate:export", args=[it.pk])
        assert it.title in read(client, reverse("gate:export", args=[it.pk]))
    with clock.at(clock.now() + dt.timedelta(hours=25)):
        assert client.get(address).status_code == 404
        assert "expiré" in read(client, reverse("gate:exports"))


def test_somebody_else_finds_neither_the_page_nor_the_file(client: Client, long_list: None) -> None:
    order(client, f"{JOURNAL}?format=csv")
    work()
    it = Export.objects.get()
    with acting(SYSTEM):
        signed_in(client, RoleName.AUDITOR)
    assert "Aucun export" in read(client, reverse("gate:exports"))
    for route in ("gate:export", "gate:export_file"):
        assert client.get(reverse(route, args=[it.pk])).status_code == 404


def test_a_role_that_ended_meanwhile_gets_nothing_written(client: Client, long_list: None) -> None:
    order(client, f"{JOURNAL}?format=csv")
    with acting(SYSTEM):
        Role.objects.filter(name=RoleName.AUDITOR).update(until=clock.today())
    work()
    it = Export.objects.get()
    assert it.state == ExportState.FAILED and not it.file and "a pris fin" in it.failure
    with acting(SYSTEM):
        assert not Letter.objects.exists()


def test_how_far_it_is_shows_while_it_is_written(client: Client, long_list: None, monkeypatch: pytest.MonkeyPatch) -> None:
    order(client, f"{JOURNAL}?format=csv")
    before = tasks.tell

    def tell(export: Export, rows: int) -> None:
        before(export, rows)
        told.append(Export.objects.get().rows)

    told: list[int] = []
    monkeypatch.setattr(tasks, "tell", tell)
    work()
    assert told == [5001, 10_002]


@pytest.mark.django_db
def test_an_export_under_way_shows_its_progress(client: Client) -> None:
    held = signed_in(client, RoleName.AUDITOR)
    Export.objects.create(
        person_id=held.person_id,
        role=held.name,
        scope_kind="national",
        title="Le journal",
        name="journal",
        extension="ods",
        expected=24_310,
        rows=10_002,
        taken_at=clock.now(),
    )
    page = read(client, reverse("gate:exports"))
    assert "10\u00a0002 sur 24\u00a0310 lignes" in page and "Actualiser" in page and "en préparation" in page


@pytest.mark.django_db
def test_only_what_the_site_offered_can_be_asked(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    for forged in ("", "/anct/candidatures/?format=csv", "eyJhZGRyZXNzIjoiLyJ9:1:x"):
        answer = client.post(reverse("gate:exports"), {"asked": forged}, follow=True)
        assert "n’est plus valable" in answer.content.decode()
    assert not Export.objects.exists()


@pytest.mark.django_db
def test_a_list_of_exactly_the_limit_is_answered_at_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(client, RoleName.AUDITOR)
    write_journal(30)
    total = Entry.objects.count()
    for instant, kind in ((total, "text/csv"), (total - 1, "text/html")):
        monkeypatch.setattr(exports, "INSTANT", instant)
        monkeypatch.setattr(exports, "BATCH", instant + 1)
        assert client.get(f"{JOURNAL}?format=csv")["Content-Type"].startswith(kind)
