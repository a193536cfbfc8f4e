"""A stored file is found by who may see it, and read back as it was."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from lucette.foundation.accounts.models import Person
from lucette.foundation.documents import actions, queries, rules
from lucette.foundation.documents.models import Document
from lucette.foundation.journal import queries as journal
from lucette.foundation.territories.models import Department, Region
from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY, SYSTEM, Actor, Scope
from lucette.kernel.errors import Invalid, NotFound, RuleBroken

pytestmark = pytest.mark.django_db
HOST, OTHER = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def subject() -> Person:
    return Person.objects.create(email="a@example.fr", first_name="Ada", last_name="Martin")


def store(subject: Person, **changes: object) -> Document:
    facts = {
        "kind": "agreement",
        "title": "Convention",
        "filename": "convention.pdf",
        "content": b"%PDF-1.7 ...",
        "content_type": "application/pdf",
        "subject": subject,
        "by": SYSTEM,
    }
    return actions.store(**(facts | changes))  # type: ignore[arg-type]


def actor(kind: str, code: str = "") -> Actor:
    return Actor(uuid.uuid4(), "some_role", Scope(kind, code))


def test_a_file_is_kept_under_its_hash_and_remembered(subject: Person) -> None:
    document = store(subject)
    assert document.sha256 == rules.fingerprint(b"%PDF-1.7 ...")
    assert document.file.name == f"{document.sha256[:2]}/{document.sha256[2:4]}/{document.pk}.pdf"
    assert (document.size, queries.content(document.pk)) == (12, b"%PDF-1.7 ...")
    (entry,) = journal.history(document)
    assert (entry.act, entry.facts["sha256"]) == ("document.stored", document.sha256)
    assert queries.documents_about(subject, by=SYSTEM) == [document]


def test_the_same_bytes_twice_are_two_documents(subject: Person) -> None:
    one, two = store(subject), store(subject)
    assert one.file.name != two.file.name


def test_an_altered_or_lost_file_is_refused(subject: Person) -> None:
    document = store(subject)
    path = Path(default_storage.path(document.file.name))
    path.write_bytes(b"%PDF-1.7 ..!")
    with pytest.raises(RuleBroken, match="altéré"):
        queries.content(document.pk)
    path.unlink()
    with pytest.raises(RuleBroken, match="introuvable"):
        queries.content(document.pk)


@pytest.mark.parametrize("content", [b"", b"x" * (rules.MAX_BYTES + 1)])
def test_an_empty_or_huge_file_is_refused_and_nothing_is_written(subject: Person, content: bytes) -> None:
    with pytest.raises(Invalid):
        store(subject, content=content)
    assert not Document.objects.exists()


def test_each_scope_sees_what_concerns_it(subject: Person) -> None:
    region, _ = Region.objects.get_or_create(code="75", defaults={"name": "Nouvelle-Aquitaine", "zone": "metro"})
    Department.objects.get_or_create(code="19", defaults={"name": "Corrèze", "region": region, "zone": "metro"})
    own = store(subject, title="own", organization_id=HOST, department_code="19")
    public, closed = store(subject, title="public", public=True), store(subject, title="closed")
    expected = {
        actor("national"): {own, public, closed},
        actor("organization", str(HOST)): {own, public},
        actor("organization", str(OTHER)): {public},
        actor("department", "19"): {own, public},
        actor("department", "33"): {public},
        actor("region", "75"): {own, public},
        actor("region", "11"): {public},
        actor("person", str(HOST)): {public},
        NOBODY: {public},
    }
    for who, seen in expected.items():
        assert set(Document.objects.visible_to(who)) == seen, who.scope
        with acting(who), connection.cursor() as cursor:  # the database says the same
            cursor.execute("SELECT id FROM documents_document")
            assert {row[0] for row in cursor.fetchall()} == {it.pk for it in seen}, who.scope
    assert queries.document(own.pk, by=actor("department", "19")) == own
    with pytest.raises(NotFound):
        queries.document(own.pk, by=actor("organization", str(OTHER)))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ('C:\\temp\\été "1".PDF', "été 1.PDF"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("", "document"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_name_is_made_safe(typed: str, kept: str) -> None:
    assert rules.safe_name(typed) == kept
    assert rules.extension("a.p/df") == ""
