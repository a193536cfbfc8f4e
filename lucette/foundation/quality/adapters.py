"""Does the site answer? Asked from outside the site, as a visitor would."""

from __future__ import annotations

from urllib.request import urlopen

from django.conf import settings

SECONDS = 10


def answers() -> bool:
    """The page that says that the site reaches its database."""
    try:
        with urlopen(f"{settings.SITE_URL}/sante/", timeout=SECONDS) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError:
        return False
