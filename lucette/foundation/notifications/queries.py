"""The letters of the house."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Count, Q
from django.utils.crypto import salted_hmac

from lucette.foundation.notifications.adapters import page
from lucette.foundation.notifications.models import Letter, Unsubscribed
from lucette.foundation.notifications.rules import OWN_LINK, TOPIC_WORDS, TOPICS, Rendered, part_link, reference, render
from lucette.kernel.errors import NotFound
from lucette.kernel.records import is_uuid

SIGNER = signing.Signer(salt="lucette.unsubscribe")


def mailbox_page(
    *,
    room: str | None = None,
    kind: str = "",
    person_id: UUID | None = None,
    organization_ids: Collection[UUID] = (),
    search: str = "",
    after: str = "",
    limit: int = 25,
) -> tuple[list[Letter], str, int]:
    """Letters, newest first, that follow the one of id `after`; the id to ask the next ones with; how many in all.

    `room`: what they are about belongs to it ("" for those about nothing). `person_id`: written to her, or to an organization of
    `organization_ids` without naming anybody. `search`: in the subject, the address or the reference.
    """
    found = Letter.objects.all()
    if room is not None:
        found = found.filter(about_type__startswith=f"{room}.") if room else found.filter(about_type="")
    if kind:
        found = found.filter(kind=kind)
    if person_id:
        found = found.filter(Q(to_person=person_id) | Q(to_person=None, to_organization__in=organization_ids))
    if search:
        found = found.filter(Q(subject__icontains=search) | Q(to_email__icontains=search) | Q(reference__icontains=search))
    letters, following = found.page(after, limit)
    return letters, following, found.count()


def counts_by_room() -> dict[str, int]:
    """How many letters are about something of each room; "" for those about nothing."""
    counts: Counter[str] = Counter()
    for about_type, count in Letter.objects.order_by().values_list("about_type").annotate(count=Count("pk")):
        counts[about_type.partition(".")[0]] += count
    return dict(counts)


def letter(letter_id: UUID) -> Letter:
    """One letter, with what it is about (`about_type`, `about_id`). Raises NotFound."""
    return Letter.objects.known(letter_id)


def letters_about(subject: models.Model) -> list[Letter]:
    """Every letter about `subject`, oldest first."""
    return list(Letter.objects.about(subject).in_order())


def letters_on(subjects: Iterable[tuple[str, str]], limit: int = 20) -> list[Letter]:
    """The last letters about these objects, told as (`agreements.agreement`, id), newest first; one query."""
    about = [models.Q(about_type=kind, about_id=pk) for kind, pk in subjects]
    return list(Letter.objects.filter(reduce(or_, about)).order_by("-created_at", "-pk")[:limit]) if about else []


def unfiled(about_types: Collection[str], without: Collection[str], limit: int) -> list[Letter]:
    """Letters about objects of these types, of other kinds than those `without`, that no document keeps yet: oldest first."""
    return list(Letter.objects.filter(about_type__in=about_types, document_id=None).exclude(kind__in=without).in_order()[:limit])


def undelivered() -> list[Letter]:
    """Letters that failed at least once and are still not sent, oldest first."""
    return list(Letter.objects.filter(sent_at=None).exclude(failure="").in_order())


def rendered(it: Letter) -> Rendered:
    """The letter as it is sent: text and HTML, with its button, the reference to quote and whom to call."""
    # a letter about its own reader, or to somebody without an account, carries its link; the others lead to what they are about
    own = it.kind in OWN_LINK or (it.about_id and it.about_id == it.to_person)
    body, link = part_link(it.body, settings.SITE_URL) if own else (it.body, "")
    if it.about_id and not link:
        link = f"{settings.SITE_URL}/lettre/{it.pk}/"
    return render(
        page(button=bool(link)),
        subject=it.subject,
        body=body,
        link=link,
        action_label=it.action_label,
        footer=[
            f"Une question ? Appelez le {settings.CONTACT_PHONE} ou écrivez à {settings.CONTACT_EMAIL}. "
            f"Votre référence : {reference(it.reference, it.pk)}.",
            "Lettre envoyée par Lucette, la plateforme des conseillers numériques. Ne répondez pas à l’adresse d’envoi.",
            *([f"Ne plus recevoir {TOPIC_WORDS[TOPICS[it.kind]]} : {unsubscribe_address(it)}"] if it.kind in TOPICS else []),
        ],
    )


def written_since(kind: str, organization_id: UUID, since: dt.datetime) -> int:
    """How many letters of this kind were written to this organization after that moment."""
    return Letter.objects.filter(kind=kind, to_organization=organization_id, created_at__gt=since).count()


def unsubscribe_address(it: Letter) -> str:
    """Where its reader stops this topic without signing in; "" for a letter that everybody needs. It holds the letter's id, signed."""
    return f"{settings.SITE_URL}/desabonnement/{SIGNER.sign(it.pk.hex).replace(':', '-')}/" if it.kind in TOPICS else ""


def unsubscribable(token: str) -> Letter:
    """The letter from which somebody unsubscribes. Raises NotFound (the address was not made by us, or the letter is essential)."""
    try:
        held = SIGNER.unsign(token.replace("-", ":", 1))
    except signing.BadSignature:
        raise NotFound from None
    found = Letter.objects.known(UUID(held)) if is_uuid(held) else None
    if found is None or found.kind not in TOPICS:
        raise NotFound
    return found


def address_key(email: str) -> str:
    """By what an address is recognised without being kept."""
    return salted_hmac("lucette.unsubscribe", email.strip().casefold(), algorithm="sha256").hexdigest()


def is_unsubscribed(it: Letter) -> bool:
    """Has the reader of this letter stopped its topic?"""
    return Unsubscribed.objects.filter(topic=TOPICS[it.kind], key=address_key(it.to_email)).exists()


def wanting(kind: str, recipients: Iterable[tuple[str, UUID | None]]) -> list[tuple[str, UUID | None]]:
    """Those who still want letters of this kind, in one query: all of them for an essential one."""
    asked = list(recipients)
    if kind not in TOPICS:
        return asked
    keys = [address_key(email) for email, _ in asked]
    refused = set(Unsubscribed.objects.filter(topic=TOPICS[kind], key__in=keys).values_list("key", flat=True))
    return [it for key, it in zip(keys, asked, strict=True) if key not in refused]
