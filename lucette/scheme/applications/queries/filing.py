"""What stands between a draft and its filing: answers, documents, who may file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import Holder, holders
from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.enums import Employer
from lucette.foundation.organizations.rules import clean_ridet, clean_siret
from lucette.foundation.territories.rules import zone_of_department
from lucette.kernel import clock
from lucette.kernel.actor import Scope
from lucette.kernel.errors import Invalid, NotFound
from lucette.kernel.french import date
from lucette.kernel.money import Money
from lucette.scheme.applications.enums import PieceStatus, Public
from lucette.scheme.applications.models import Application, Piece
from lucette.scheme.applications.queries.days import day
from lucette.scheme.applications.rules import (
    LACKING,
    Asked,
    Filing,
    draft_deliberation,
    missing,
)
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import Needed, PostKind
from lucette.scheme.calls.models import RequiredPiece
from lucette.scheme.calls.rules import coordinates


def problems(it: Application, excused: Collection[str] = (), shown: Sequence[PieceShown] | None = None) -> dict[str, str]:
    """Every field of this application that stands in the way of filing today, with its French sentence. `excused`: codes of
    rules.LACKING that its source lacks. `shown`: its documents, when they are read already. Raises RuleBroken (the call lacks its
    ceiling of posts)."""
    excused = {*excused, "start_on"} if it.renews else excused  # it follows the agreement that it renews, be it over
    asked = [] if "pieces" in excused else pieces(it) if shown is None else shown
    today = clock.today()
    found = missing(
        Filing(
            contact_name=it.contact_name,
            contact_email=it.contact_email,
            email_valid=_valid(validate_email, it.contact_email),
            contact_phone=it.contact_phone,
            motivation=it.motivation,
            publics=it.publics,
            places_planned=it.places_planned,
            posts_asked=it.posts_asked,
            post_ceiling=calls.parameter(it.call_id, "post_ceiling", today),
            start_on=it.start_on,
            commitments_accepted=it.commitments_accepted,
            identifier_valid=_valid(clean_siret, it.organization.siret)
            if it.organization.siret
            else _valid(clean_ridet, it.organization.ridet),
            today=today,
            coordinates=coordinates(it.post_kind),
            kind_offered=not coordinates(it.post_kind) or it.renews is not None or it.post_kind in kinds(it),
            pieces_missing=[piece.label for piece in asked if piece.missing_for(Needed.FILING)],
        )
    )
    return {field: sentence for field, sentence in found.items() if LACKING.get(field) not in excused}


def kinds(it: Application) -> list[PostKind]:
    """The kinds of post that the call offers to this host, by the rules of the file."""
    zone = zone_of_department(it.organization.commune.department_id)
    return calls.kinds_offered(it.call_id, it.organization.employer, zone, max(it.rules_on or clock.today(), it.call.opens_on))


@dataclass(frozen=True, slots=True)
class PieceShown:
    """A document that the call asks of this host, and what was given. `document_id`: None as long as nothing is."""

    code: str
    label: str
    help: str
    needed_for: str
    source: str
    status: str = ""
    status_label: str = ""
    said: str = ""
    document_id: UUID | None = None
    given_on: dt.date | None = None

    @property
    def waits(self) -> bool:
        """Was it given, and answered by nobody?"""
        return self.status == PieceStatus.GIVEN

    def missing_for(self, needed: str) -> bool:
        """Is it needed for this, and not given, or refused?"""
        return self.needed_for == needed and self.status in ("", PieceStatus.REFUSED)


def pieces(it: Application) -> list[PieceShown]:
    """The documents that the call asks of this host, those of the filing first, each with the one in force; one question to the base."""
    live = Piece.objects.filter(application=it, replaced_at=None, code=OuterRef("code"))
    told = live.values(told=JSONObject(status="answer", said="said", document_id="document_id", created_at="created_at"))
    return [
        PieceShown(asked.code, asked.label, asked.help, asked.needed_for, asked.source, *_given(*asked.given))
        for asked in calls.required_pieces(it.call_id, it.organization.legal_category, given=ArraySubquery(told))
    ]


def pieces_lacking(found: Sequence[Application], needed: str) -> dict[UUID, list[str]]:
    """The labels of the documents that each of these applications (read with its host) still lacks for this: two questions in all."""
    asked = calls.pieces_of_calls({it.call_id for it in found}, needed)
    live = Piece.objects.filter(application__in=found, replaced_at=None).exclude(answer=PieceStatus.REFUSED)
    given = set(live.values_list("application_id", "code"))
    return {
        it.pk: [
            piece.label
            for piece in asked.get(it.call_id, [])
            if it.organization.legal_category.startswith(piece.category) and (it.pk, piece.code) not in given
        ]
        for it in found
    }


def pieces_within() -> ArraySubquery:
    """The same, to be read with an application; `pieces_read` shows them."""
    live = Piece.objects.filter(application=OuterRef(OuterRef("pk")), replaced_at=None, code=OuterRef("code"))
    given = live.values(told=JSONObject(status="answer", said="said", document_id="document_id", created_at="created_at"))
    names = {name: name for name in ("code", "label", "help", "needed_for", "source", "category")}
    asked = RequiredPiece.objects.filter(call=OuterRef("call_id")).order_by("position")
    return ArraySubquery(asked.values(told=JSONObject(**names, given=ArraySubquery(given))))


def pieces_read(rows: Sequence[dict[str, Any]], legal_category: str) -> list[PieceShown]:
    """Those asked of a host of this legal category, those of the filing first."""
    asked = [it for it in rows if legal_category.startswith(it["category"])]
    return [
        PieceShown(it["code"], it["label"], it["help"], it["needed_for"], it["source"], *_given(*it["given"]))
        for it in sorted(asked, key=lambda it: it["needed_for"] != Needed.FILING)
    ]


def piece(it: Application, code: str) -> PieceShown:
    """The document given under this code. Raises NotFound (not asked for, or not given)."""
    found = next((shown for shown in pieces(it) if shown.code == code and shown.document_id), None)
    if found is None:
        raise NotFound
    return found


def _given(piece: dict[str, str] | None = None) -> tuple[str, str, str, UUID | None, dt.date | None]:
    if piece is None:
        return "", "", "", None, None
    label, given_at = PieceStatus(piece["status"]).label, dt.datetime.fromisoformat(piece["created_at"])
    return piece["status"], label, piece["said"], UUID(piece["document_id"]), day(given_at)


def deliberation(it: Application) -> dict[str, Any]:
    """The facts of a draft deliberation (or decision, for a private host) that asks for what this application asks for.

    Raises RuleBroken (the call has no scale for this host).
    """
    host, today = it.organization, it.rules_on or clock.today()
    zone = zone_of_department(host.commune.department_id)
    scale = calls.scale_for(it.call_id, host.employer, zone, max(today, it.call.opens_on), host.commune, it.post_kind)
    public = host.employer == Employer.PUBLIC
    asked = Asked(
        host.name,
        host.kind if public else "",
        it.call.title,
        it.posts_asked,
        str(Money(scale.cents)),
        str(Money(scale.cents) * it.posts_asked),
        scale.months,
        [Public(code).label for code in it.publics],
        it.places_planned,
        it.post_kind,
    )
    return {
        "title": "Accueil de conseillers numériques",
        "sort": "Projet de délibération" if public else "Projet de décision",
        "reference": it.number,
        "date": date(clock.today()),
        "place": host.commune.name,
        **draft_deliberation(asked),
    }


def _valid(check: Callable[[str], Any], value: str | None) -> bool:
    try:
        check(value or "")
    except (ValidationError, Invalid):
        return False
    return True


def filers(organization_id: UUID) -> list[Holder]:
    """Who may file for an organization today: who represents it, and the secretaries who hold her delegation. Each once."""
    scope, today = Scope("organization", str(organization_id)), clock.today()
    delegates = {it.person_id for it in organizations.signatories(organization_id, today)}
    secretaries = holders(RoleName.HOST_SECRETARY, scope) if delegates else []
    found = [*holders(RoleName.HOST_REPRESENTATIVE, scope), *(it for it in secretaries if it.person_id in delegates)]
    return list({it.person_id: it for it in found}.values())
