"""Hash, place and limits of a stored file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

MAX_BYTES = 20 * 1024 * 1024
NAME_LENGTH = 120
PDF = "application/pdf"
NOT_READ = "Ce fichier n’est pas un PDF, ni une image JPEG ou PNG : choisissez-en un autre."


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as somebody gave it."""

    filename: str
    content: bytes


def fingerprint(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def place(document_id: UUID, sha256: str, filename: str) -> str:
    """Where the bytes live: `ab/cd/<id>.pdf`. Nothing typed by a person but a short extension."""
    return f"{sha256[:2]}/{sha256[2:4]}/{document_id}{extension(filename)}"


def extension(filename: str) -> str:
    suffix = PurePosixPath(filename).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def safe_name(filename: str) -> str:
    """A file name without folders, control characters or quotes, at most 120 characters, its extension kept."""
    base = re.sub(r'[\x00-\x1f\x7f"]', "", filename.replace("\\", "/")).rpartition("/")[2].strip(" .") or "document"
    end = extension(base)
    return base if len(base) <= NAME_LENGTH else base[: NAME_LENGTH - len(end)] + end


def file_type(content: bytes) -> str:
    """What the bytes themselves say: PDF, JPEG or PNG; "" for anything else, whatever its name."""
    if content[:1024].lstrip().startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return PDF
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return "image/jpeg"
    return "image/png" if content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-32:] else ""
