"""The link by which the person to contact confirms her address: what it says, what it opens."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import NotFound
from lucette.scheme.applications.models import Application

SALT, LASTS = "lucette.contact", 7 * 24 * 3600  # seconds: seven days


def address_of(application: Application) -> str:
    """The signed address of the link: it names neither the person nor her address."""
    return f"{settings.SITE_URL}/candidature/contact/{signing.dumps(_said(application), salt=SALT)}/"


def _said(application: Application) -> list[str]:
    return [application.pk.hex, salted_hmac(SALT, application.contact_email.casefold()).hexdigest()[:16]]


def contact_of(token: str) -> Application:
    """The application that a link speaks of. Raises NotFound (not a link of ours, over, or for an address replaced since)."""
    try:
        pk, mark = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError) as refusal:
        raise NotFound from refusal
    with acting(SYSTEM):
        application = Application.objects.filter(pk=UUID(hex=pk)).select_related("organization").first()
    if application is None or _said(application)[1] != mark:
        raise NotFound
    return application
