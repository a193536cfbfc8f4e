"""A host asks for the renewal of its agreement on one page; everybody sees what it renews."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.territories.models import Zoning
from lucette.kernel import clock
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.models import Award
from lucette.scheme.posts.queries import posts_of_agreement
from lucette.stories.sign_agreement import sign_agreement
from tests.scheme.agreements.factories import DELEGATE
from tests.states import count_rows
from tests.stories.renewing import DAY, ENDS, MOTIVATION, asked, awarded, given, renewal_call, representative, running, to_sign
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
TYPED = {"kept_posts": "2", "motivation": MOTIVATION, "contracts_until": "2026-02-28", "commitments": "on"}


@pytest.fixture(autouse=True)
def near_the_end(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.STATE_DIR = tmp_path
    with clock.at(dt.date(2021, 3, 1)):
        yield


def door(it: Agreement) -> str:
    return reverse("host:ask_renewal", args=[it.pk])


def plain(page: str) -> str:
    return page.replace("\u202f", " ").replace("\u00a0", " ")


def test_one_page_with_its_effects_files_the_request(client: Client) -> None:
    it = running()
    renewal_call(it)
    with clock.at(DAY):
        signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
        assert door(it) in read(client, reverse("host:agreement", args=[it.pk]))
        assert "prend fin bientôt" in read(client, reverse("host:dashboard"))
        page = plain(read(client, door(it)))
        told = ("42 500,00 €", "du 1ᵉʳ mars 2023 au 1ᵉʳ mars 2026", "1 conseiller en place", "17 500,00 €", "12 500,00 €")
        assert [words for words in told if words not in page] == []
        assert len(re.findall(r'name="(?!once|csrf)[a-z_]+"', page[page.find("<form") :])) <= 8
        kept = refused(client, door(it), **TYPED | {"commitments": "", "contracts_until": "2022-01-01"})
        assert MOTIVATION in kept and "nécessaire" in kept
        assert "donnez un jour qui la suit" in refused(client, door(it), **TYPED | {"contracts_until": "2022-01-01"})
        page = send(client, door(it), **TYPED)
        application = Application.objects.get(renews=it.pk)
        assert "est déposée" in page and "Renouvellement" in page and it.number in page
        assert (application.status, application.posts_asked) == ("filed", 2)
        assert f"suivez la candidature {application.number}" in sent_away(client, door(it), **TYPED)
        assert "prend fin bientôt" not in read(client, reverse("host:dashboard"))
        page = read(client, reverse("host:agreement", args=[it.pk]))
        assert "Renouvellement demandé" in page and application.number in page and door(it) not in page


def test_a_priority_territory_is_explained(client: Client) -> None:
    it = running()
    renewal_call(it)
    Zoning.objects.create(commune=it.organization.commune, kind="zrr", value="C", source="essai")
    with clock.at(DAY):
        signed_in(client, R.HOST_SECRETARY, str(it.organization_id))
        representative(it)
        page = plain(read(client, door(it)))
        assert "50 000,00 €" in page and "Montant majoré : commune classée en zone rurale à revitaliser." in page
        assert "qui la dépose" in send(client, door(it), **TYPED)
        draft = Application.objects.get(renews=it.pk)
        assert draft.status == "draft"
        signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
        assert reverse("host:file", args=[draft.pk]) in read(client, reverse("host:draft_summary", args=[draft.pk]))
        assert "est déposée" in send(client, reverse("host:file", args=[draft.pk]))


def test_out_of_time_without_call_or_for_another_it_is_refused_and_nothing_is_written(client: Client) -> None:
    it = running()
    signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
    with clock.at(DAY):
        assert "Aucun appel" in sent_away(client, door(it), **TYPED)
    renewal_call(it)
    assert "à partir du 28 août 2022" in sent_away(client, door(it), **TYPED)
    assert not Application.objects.filter(renews=it.pk).exists()
    assert door(it) not in read(client, reverse("host:agreement", args=[it.pk]))
    with clock.at(DAY):
        signed_in(client, R.HOST_REPRESENTATIVE, str(running().organization_id))
        assert closed(client, door(it))
        signed_in(client, R.PREFECTURE, "19")
        before = count_rows()
        assert closed(client, door(it)) and count_rows() == before


def test_the_prefecture_and_the_agency_see_what_is_renewed(client: Client) -> None:
    it = running()
    renewal_call(it)
    with clock.at(DAY):
        application = asked(it).application
        Application.objects.filter(pk=application.pk).update(status="under_review")
        for role, scope, space in ((R.PREFECTURE, "19", "prefecture"), (R.INSTRUCTOR, "", "agency")):
            signed_in(client, role, scope)
            listed = read(client, reverse(f"{space}:applications"))
            assert "(renouvellement)" in listed and "attente=renouvellement" in listed
            page = read(client, reverse(f"{space}:application", args=[application.pk]))
            assert "Renouvellement" in page and it.number in page


def test_the_two_agreements_lead_to_each_other(client: Client) -> None:
    former = running()
    renewal_call(former)
    award: Award = awarded(former)
    given(award)
    with clock.at(ENDS + dt.timedelta(days=1)):
        waiting = to_sign(award)
        signed_in(client, R.CAISSE_DELEGATE)
        assert former.number in read(client, reverse("caisse:agreement", args=[waiting.pk]))
        it = sign_agreement(agreement_id=waiting.pk, by=DELEGATE)
        signed_in(client, R.HOST_REPRESENTATIVE, str(former.organization_id))
        page = read(client, reverse("host:agreement", args=[it.pk]))
        assert reverse("host:agreement", args=[former.pk]) in page and "Renouvellement" in page
        assert reverse("host:agreement", args=[it.pk]) in read(client, reverse("host:agreement", args=[former.pk]))
        post = posts_of_agreement(it.pk)[0]
        assert it.number in read(client, reverse("host:post", args=[post.pk]))
        assert former.number in read(client, reverse("host:award", args=[award.pk]))
        assert "avec ses postes et ses conseillers" in read(client, reverse("host:application", args=[award.application_id]))
