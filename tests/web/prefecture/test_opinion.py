"""The prefecture gives its opinion from the file, and changes it while it may."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel import clock
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews.models import Opinion
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.reviews.factories import CompletionRequestFactory, ReviewFactory
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
WHY = "Le besoin est réel dans cette vallée."


@pytest.fixture
def asked(client: Client) -> Application:
    signed_in(client, R.PREFECTURE, "19")
    it: Application = ReviewFactory().application
    return it


def page(it: Application) -> str:
    return reverse("prefecture:application", args=[it.pk])


def door(it: Application) -> str:
    return reverse("prefecture:opine", args=[it.pk])


def test_two_fields_in_the_file_itself(client: Client, asked: Application) -> None:
    shown = read(client, page(asked))
    assert f'action="{door(asked)}"' in shown and "Vos raisons" in shown and "Rendre cet avis" in shown
    told = send(client, door(asked), side="no", comment=WHY)
    assert "Votre avis défavorable est enregistré." in told
    assert Opinion.objects.get().favourable is False


def test_an_opinion_is_changed_and_the_former_one_kept(client: Client, asked: Application) -> None:
    send(client, door(asked), side="no", comment=WHY)
    assert "Changer notre avis" in read(client, page(asked))
    form = read(client, door(asked))
    assert WHY in form and 'value="no"' in form
    send(client, door(asked), side="yes", comment="Le projet a été revu avec la commune.")
    assert Opinion.objects.count() == 2 and Opinion.objects.get(replaced_at=None).favourable


def test_a_comment_too_short_keeps_what_was_typed(client: Client, asked: Application) -> None:
    told = refused(client, door(asked), side="yes", comment="Oui")
    assert "10" in told and ">Oui</textarea>" in told.replace("\n", "") and not Opinion.objects.exists()


def test_no_opinion_after_the_decision(client: Client, asked: Application) -> None:
    awarded = ApplicationFactory(awarded=True)
    assert "On ne peut pas rendre un avis" in sent_away(client, door(awarded), side="yes", comment=WHY)
    assert not Opinion.objects.exists()


def test_the_prefecture_reads_what_the_host_answered(client: Client, asked: Application) -> None:
    CompletionRequestFactory(application=asked, answer="Les voici <b>signés</b>.", answered_at=clock.now())
    shown = read(client, page(asked))
    assert "Réponse de la structure, le" in shown and "Les voici &lt;b&gt;signés&lt;/b&gt;." in shown


def test_another_prefecture_and_another_role_find_nothing(client: Client, asked: Application) -> None:
    signed_in(client, R.PREFECTURE, "75")
    assert closed(client, door(asked))
    signed_in(client, R.INSTRUCTOR)
    assert closed(client, door(asked))
