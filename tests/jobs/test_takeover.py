"""Published awards are taken over through the real acts: all or nothing a session, a second run changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from lucette.foundation.journal.models import Entry
from lucette.foundation.organizations.models import Organization
from lucette.jobs import setting
from lucette.jobs.awards import takeover
from lucette.jobs.awards.rows import DATE, MONEY
from lucette.jobs.checks import all_checks
from lucette.kernel.errors import Invalid
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.models import Award, Session
from lucette.scheme.posts.models import Post
from tests.jobs.test_award_rows import GOOD, file
from tests.states import count_rows

pytestmark = pytest.mark.django_db


def nobody(*_: object) -> None:
    """The progress bar of a test."""


def take(content: bytes) -> takeover.Outcome:
    return takeover.take_over(content, *setting.ready(), nobody)


def test_a_row_becomes_a_host_an_application_an_award_and_its_posts() -> None:
    outcome = take(file({}))
    host = Organization.objects.get(siret=GOOD["siret"])
    assert (host.legal_category, host.kind, host.employer) == ("7210", "commune", "public")
    application, award = Application.objects.get(), Award.objects.get()
    assert (application.status, application.posts_granted, award.posts, award.amount_cents) == ("awarded", 2, 2, 10_000_000)
    assert set(application.not_taken_over) == set(takeover.LACKING)
    assert (application.contact_email, application.motivation, application.start_on) == ("", "", None)
    assert Post.objects.count() == 2
    assert (outcome.imported, outcome.posts, outcome.different) == (1, 2, 0)
    assert set(Entry.objects.filter(subject_id=str(application.pk)).values_list("role", flat=True)) == {"importer"}


def test_an_association_is_to_qualify_and_has_the_private_scale() -> None:
    take(file({"siret": "40036201800089", "raison_sociale": "PIMMS", "type": "privée", "nb_cnfs": "1"}))
    host = Organization.objects.get()
    assert (host.legal_category, host.kind) == ("", "unqualified")
    assert Award.objects.get().amount_cents == 3_200_000


def test_a_second_run_changes_nothing() -> None:
    content = file({}, {"nb_cnfs": "1"}, {DATE: "2021-04-14"}, {"siret": "null"})
    first = take(content)
    before = count_rows()
    second = take(content)
    assert count_rows() == before
    assert (first.imported, second.imported, second.known, second.published.merged) == (2, 0, 2, 1)
    assert sorted(Application.objects.values_list("additional", flat=True)) == [False, True]


def test_a_session_cut_short_leaves_nothing_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    content = file({}, {DATE: "2021-04-14"})
    plain = takeover.close_session

    def cut(**what: object) -> object:
        if Session.objects.filter(status="published").exists():
            raise KeyboardInterrupt
        return plain(**what)  # type: ignore[arg-type]

    monkeypatch.setattr(takeover, "close_session", cut)
    with pytest.raises(KeyboardInterrupt):
        take(content)
    assert (Session.objects.count(), Application.objects.count()) == (1, 1)
    monkeypatch.setattr(takeover, "close_session", plain)
    assert (take(content).imported, Award.objects.count()) == (1, 2)


def test_published_money_that_differs_from_the_scale_is_told_and_the_scale_kept() -> None:
    outcome = take(file({"insee_com": "97101", "nb_cnfs": "1", MONEY: "72305"}))
    assert (outcome.different, outcome.difference_cents, Award.objects.get().amount_cents) == (1, -250_000, 7_000_000)
    assert any("le barème est gardé" in line for line in outcome.lines())


def test_the_command_writes_the_rejects_and_tells_the_counts(tmp_path: Path) -> None:
    published, rejects, out = tmp_path / "file.csv", tmp_path / "rejets.csv", io.StringIO()
    published.write_bytes(file({}, {"siret": "null"}))
    call_command("import_awards", str(published), rejects=str(rejects), stdout=out)
    assert "2 lignes lues, 4 postes lus" in out.getvalue()
    (row,) = csv.DictReader(rejects.open(encoding="utf-8"))
    assert (row["ligne"], row["motif"]) == ("3", "SIRET absent")
    with pytest.raises(Invalid, match="n’existe pas"):
        call_command("import_awards", str(tmp_path / "absent.csv"))


@pytest.fixture
def sample(field_data: Path) -> Iterator[bytes]:
    """One whole session of the real file, every bad row, and a host that comes back in a later session."""
    lines = (field_data / "cnfs_coselec_2021.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines[1:] if ",2021-03-31," in line or line.startswith(("0,0,", "CC DU SISTERONAIS"))]
    yield "\n".join([lines[0], *kept]).encode()


@pytest.mark.field
def test_a_sample_of_the_real_file_balances(sample: bytes) -> None:
    outcome = take(sample)
    assert outcome.reasons == {"SIRET absent": 5, "SIRET invalide": 2}
    assert outcome.imported + outcome.published.merged + 7 == outcome.published.read
    assert sum(Award.objects.values_list("posts", flat=True)) == Post.objects.count() == outcome.posts
    assert not [check.name for check in all_checks() if not check.ok]
