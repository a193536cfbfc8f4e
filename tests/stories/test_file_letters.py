"""Letters about a dossier become documents, once, for those who may read the dossier."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.documents.models import Document
from lucette.foundation.notifications.actions import write
from lucette.foundation.notifications.models import Letter
from lucette.kernel.actor import Actor, Scope
from lucette.scheme.applications import letters
from lucette.scheme.reviews import actions
from lucette.scheme.reviews import letters as of_reviews
from lucette.stories.file_letters import file_letters
from tests.foundation.accounts.factories import RoleFactory
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.payments import factories as payments
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def test_a_letter_is_kept_once_and_read_where_the_dossier_is(client: Client) -> None:
    it = ApplicationFactory(under_review=True, contact_email="")
    for _ in range(2):  # the same letter to two representatives
        RoleFactory(name=R.HOST_REPRESENTATIVE, scope_kind="organization", scope_code=str(it.organization_id))
    actions.ask_completion(application_id=it.pk, items=["Les statuts"], comment="Signés.", by=Actor(uuid4(), R.INSTRUCTOR, Scope()))
    assert (file_letters(), file_letters()) == (2, 0)
    kept = Document.objects.get(kind="letter")
    assert set(Letter.objects.values_list("document_id", flat=True)) == {kept.pk} and kept.subject_id == it.pk
    with kept.file.open("rb") as file:
        assert file.read(5) == b"%PDF-"
    told = "Lettre du 1ᵉʳ mars 2021"
    for role, code, space in (
        (R.HOST_SECRETARY, str(it.organization_id), "host"),
        (R.INSTRUCTOR, "", "agency"),
        (R.PREFECTURE, "19", "prefecture"),
    ):
        signed_in(client, role, code)
        assert told in read(client, reverse(f"{space}:application", args=[it.pk])).replace("\xa0", " ")
        assert client.get(reverse("document", args=[kept.pk])).status_code == 200
    signed_in(client, R.HOST_SECRETARY)
    assert client.get(reverse("document", args=[kept.pk])).status_code == 404


def test_what_is_asked_of_the_prefecture_is_not_shown_to_the_host(client: Client) -> None:
    it = ApplicationFactory(under_review=True)
    RoleFactory(name=R.PREFECTURE, scope_kind="department", scope_code="19")
    of_reviews.opinion_asked(it, it.answer_due_on)
    letters.to_file(it, [], "Camille")
    assert file_letters() == 1
    kept = Document.objects.get(kind="letter")
    for role, code, status in ((R.PREFECTURE, "19", 200), (R.HOST_REPRESENTATIVE, str(it.organization_id), 404)):
        signed_in(client, role, code)
        assert client.get(reverse("document", args=[kept.pk])).status_code == status


def test_the_caisse_reads_those_about_an_agreement_and_a_letter_about_nobody_is_left(client: Client) -> None:
    it = payments.agreement()
    Letter.objects.all().delete()
    write(
        "agreement.ready",
        "mairie@example.fr",
        "Votre convention est prête",
        "Madame, Monsieur,\n\nSignez-la.",
        it,
        to_organization=it.organization_id,
    )
    write("accounts.other", "quelqu-un@example.fr", "Bonjour", "Bonjour.", None)
    assert (file_letters(limit=1), file_letters(), Document.objects.filter(kind="letter").count()) == (1, 0, 1)
    signed_in(client, R.REQUESTER)
    assert "Votre convention est prête" in read(client, reverse("caisse:agreement", args=[it.pk]))
