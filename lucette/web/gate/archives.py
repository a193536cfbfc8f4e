"""An archive of documents, written as it is sent; a heavy one is asked for, and prepared by the worker like a long list."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from lucette.kernel import clock, french
from lucette.web.gate.exports import filename, to_prepare
from lucette.web.gate.request import Request
from lucette.web.gate.sheets import ARCHIVE

INSTANT = 50_000_000  # bytes sent while the reader waits
BUFFER = 256 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its bytes are read when their turn comes. `size` as far as it is known."""

    path: str
    read: Callable[[], bytes]
    size: int = 0


class Packed(HttpResponse):
    """An archive as the worker reads it."""

    def __init__(self, members: list[Member]) -> None:
        super().__init__()
        self.members = members


def packed(request: Request, name: str, title: str, members: list[Member]) -> HttpResponseBase:
    """The archive, streamed; beyond INSTANT bytes, the way to have it prepared. Nothing is asked of the base once it flows."""
    if getattr(request, "replayed", False):
        return Packed(members)
    weight = sum(it.size for it in members)
    if weight > INSTANT:
        sentence = f"« {title} » pèse {french.number(round(weight / 1_000_000))} Mo : l’archive demande un peu de temps."
        return to_prepare(request, name, title, ARCHIVE.extension, len(members), sentence)
    headers = {"Content-Disposition": f'attachment; filename="{filename(name, ARCHIVE.extension)}"', "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(zipped(members), content_type=ARCHIVE.content_type, headers=headers)


class Pipe(io.RawIOBase):
    """What an archive writes, taken away as it comes: nothing but one buffer is held."""

    def __init__(self) -> None:
        super().__init__()
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        found = bytes(content)  # type: ignore[call-overload]
        self.held += found
        return len(found)

    def taken(self) -> bytes:
        content, self.held = bytes(self.held), bytearray()
        return content


def zipped(members: Iterable[Member]) -> Iterator[bytes]:
    """The bytes of the archive, little by little."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for it in members:
            add(archive, it)
            if len(pipe.held) > BUFFER:
                yield pipe.taken()
    yield pipe.taken()


def written(members: Iterable[Member], out: IO[bytes]) -> Iterator[int]:
    """Write the archive; how many files it holds so far, one by one."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for count, it in enumerate(members, 1):
            add(archive, it)
            yield count


def add(archive: zipfile.ZipFile, it: Member) -> None:
    head = zipfile.ZipInfo(it.path, clock.now().timetuple()[:6])
    head.compress_type = zipfile.ZIP_DEFLATED
    head.external_attr = 0o644 << 16
    archive.writestr(head, it.read())
