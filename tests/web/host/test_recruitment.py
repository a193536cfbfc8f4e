"""The pool of a post, the invitation, the choice, the contract."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.drafts.models import Draft
from lucette.foundation.organizations.models import Organization
from lucette.scheme.posts.models import Post
from lucette.scheme.recruitment.models import Hire
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.recruitment.factories import CandidateFactory, HireFactory, commune, organization_of, post
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
CONTRACT = {"kind": "cdd", "starts_on": "2021-03-15", "ends_on": "2022-09-14", "monthly_gross_cents": "2 000,00"}


@pytest.fixture
def of_host(client: Client) -> Post:
    """A post of a host of Tulle to fill, its secretary signed in."""
    it = post(organization=OrganizationFactory(commune=commune("19272")))
    signed_in(client, RoleName.HOST_SECRETARY, str(organization_of(it).pk))
    return it


def host(it: Post) -> Organization:
    return organization_of(it)


class TestPool:
    def test_candidates_are_cards_with_reasons_and_filters_that_add_up(self, client: Client, of_host: Post) -> None:
        near = CandidateFactory(diploma="Responsable d’espace de médiation numérique")
        CandidateFactory(commune=commune("19031"), radius_km=40, pix_shared=True)
        address = reverse("host:pool", args=[of_host.pk])
        assert address in read(client, reverse("host:post", args=[of_host.pk]))
        page = read(client, address)
        assert "2 candidats correspondent" in page and "dans la même commune" in page and "diplômée" in page
        assert reverse("host:invite", args=[of_host.pk, near.pk]) in page
        assert "1 candidat correspond" in read(client, f"{address}?km=10")
        assert "1 candidat correspond" in read(client, f"{address}?pix=oui")
        assert "Aucun candidat ne correspond" in read(client, f"{address}?pix=oui&km=10")

    def test_a_long_pool_has_pages(self, client: Client, of_host: Post) -> None:
        CandidateFactory.create_batch(31)
        page = read(client, reverse("host:pool", args=[of_host.pk]))
        assert page.count("lu-place__") == 0 and "Page suivante" in page

    def test_an_unknown_post_or_another_host_s_is_absent(self, client: Client, of_host: Post) -> None:
        for pk in (uuid.uuid4(), post().pk):
            assert client.get(reverse("host:pool", args=[pk])).status_code == 404
            assert closed(client, reverse("host:invite", args=[pk, CandidateFactory().pk]), reverse("host:why_not", args=[pk]))

    def test_why_a_known_person_does_not_appear(self, client: Client, of_host: Post) -> None:
        far = CandidateFactory(commune=commune("87085"), radius_km=10)
        address = reverse("host:why_not", args=[of_host.pk])
        assert "au-delà du rayon de 10 km" in send(client, address, email=far.person.email)
        assert "apparaît bien" in send(client, address, email=CandidateFactory().person.email.upper())
        assert "Personne n’est inscrit" in send(client, address, email="personne@exemple.fr")
        assert "n’est pas complète" in refused(client, address, email="personne")
        assert not Draft.objects.exists()


class TestInvitation:
    def test_a_candidate_is_invited_once(self, client: Client, of_host: Post) -> None:
        it = CandidateFactory()
        address = reverse("host:invite", args=[of_host.pk, it.pk])
        assert f"L’invitation est envoyée à {it.person}" in send(client, address)
        assert Hire.objects.get(candidate=it).status == "invited"
        pool = read(client, reverse("host:pool", args=[of_host.pk]))
        assert address not in pool and "invité" in pool
        assert "déjà invité" in refused(client, address)

    def test_whoever_does_not_fit_is_told_and_nothing_is_written(self, client: Client, of_host: Post) -> None:
        far = CandidateFactory(commune=commune("87085"), radius_km=10)
        address = reverse("host:invite", args=[of_host.pk, far.pk])
        assert "au-delà du rayon" in client.get(address, follow=True).content.decode()
        assert client.post(address).status_code == 409
        assert not Hire.objects.exists()


class TestChoice:
    def test_the_host_chooses_one_of_those_who_accepted(self, client: Client, of_host: Post) -> None:
        it = HireFactory(post=of_host, accepted=True)
        address = reverse("host:select", args=[it.pk])
        assert address in read(client, reverse("host:hire", args=[it.pk]))
        assert "Vous avez choisi" in send(client, address)
        it.refresh_from_db()
        assert it.status == "selected"
        assert "On ne peut pas" in sent_away(client, address)

    def test_a_second_choice_for_the_post_is_refused_in_words(self, client: Client, of_host: Post) -> None:
        HireFactory(post=of_host, selected=True)
        other = HireFactory(post=of_host, accepted=True)
        assert "Un autre candidat est déjà choisi" in refused(client, reverse("host:select", args=[other.pk]))

    def test_a_recruitment_is_given_up_before_it_is_validated(self, client: Client, of_host: Post) -> None:
        it = HireFactory(post=of_host, declared=True)
        address = reverse("host:cancel_hire", args=[it.pk])
        assert "Le contrat déposé n’est pas validé" in read(client, address)
        assert "est annulé" in send(client, address)
        validated = HireFactory(post=of_host, validated=True)
        assert "On ne peut pas" in sent_away(client, reverse("host:cancel_hire", args=[validated.pk]))

    def test_another_host_s_recruitment_is_absent(self, client: Client, of_host: Post) -> None:
        it = HireFactory(selected=True)
        assert closed(client, *(reverse(f"host:{name}", args=[it.pk]) for name in ("select", "cancel_hire", "declare_contract")))


class TestContract:
    def test_the_page_says_what_the_contract_must_respect_then_files_it(self, client: Client, of_host: Post) -> None:
        it = HireFactory(post=of_host, selected=True)
        address = reverse("host:declare_contract", args=[it.pk])
        page = read(client, address)
        assert "Salaire minimum aujourd’hui" in page and "pendant la convention" in page
        assert "est déposé" in send(client, address, **CONTRACT)
        it.refresh_from_db()
        assert (it.status, it.monthly_gross_cents, it.ends_on) == ("declared", 200_000, dt.date(2022, 9, 14))

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"monthly_gross_cents": "1 000"}, "inférieur au salaire minimum"),
            ({"monthly_gross_cents": "beaucoup"}, "montant n’est pas lisible"),
            ({"ends_on": ""}, "Donnez la date de fin"),
            ({"starts_on": "2020-01-01"}, "commence pendant la convention"),
        ],
    )
    def test_a_wrong_contract_is_told_beside_its_field_and_comes_back(
        self, client: Client, of_host: Post, change: dict[str, str], sentence: str
    ) -> None:
        it = HireFactory(post=of_host, selected=True)
        address = reverse("host:declare_contract", args=[it.pk])
        page = refused(client, address, **(CONTRACT | change))
        assert (sentence in page and 'value="2022-09-14"' in page) or change.get("ends_on") == ""
        it.refresh_from_db()
        assert it.status == "selected"
        assert sentence not in read(client, address)

    def test_without_an_agreement_in_force_the_page_says_why(self, client: Client) -> None:
        it = HireFactory(post=post(agreed=False), selected=True)
        signed_in(client, RoleName.HOST_SECRETARY, str(it.organization_id))
        answer = client.get(reverse("host:declare_contract", args=[it.pk]), follow=True)
        assert "La convention n’est pas encore signée" in answer.content.decode()
