"""What is printed at the foot of a document so that anybody may verify it: a code, its address, the square that a telephone reads."""

from __future__ import annotations

import io
from uuid import UUID

import segno
from django.conf import settings
from django.utils.crypto import salted_hmac

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # read out on the phone: no 0 or O, no 1 or I
LENGTH = 16  # 80 bits: nobody finds a code by trying
PAGE = "verifier"


def code_of(kind: str, subject_id: UUID) -> str:
    """The code of the documents of this kind about this object: the same under each signature, guessed by nobody."""
    drawn = int.from_bytes(salted_hmac("documents.code", f"{kind} {subject_id}", algorithm="sha256").digest())
    return "".join(LETTERS[drawn >> 5 * rank & 31] for rank in range(LENGTH))


def address_of(code: str) -> str:
    return f"{settings.SITE_URL}/{PAGE}/{code}/"


def square(code: str) -> str:
    """The QR code of the address, as SVG."""
    drawing = io.BytesIO()
    segno.make(address_of(code), error="m").save(drawing, kind="svg", xmldecl=False, border=1, dark="#1d2540")
    return drawing.getvalue().decode()
