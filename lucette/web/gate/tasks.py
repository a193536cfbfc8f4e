"""What the worker does of the site itself: it opens a list in the name of whoever asked, and writes it down.

It lives at the door, since a list is a door: `lucette.jobs` knows none.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING

from django.db import connection
from procrastinate.contrib.django import app

from lucette.foundation.exports import actions, queries
from lucette.kernel.acting import acting, reading
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import NotFound, Refusal
from lucette.web.gate import archives
from lucette.web.gate.archives import Packed
from lucette.web.gate.exports import answered, no_list, replayed
from lucette.web.gate.sheets import ARCHIVE, sheet

if TYPE_CHECKING:
    from lucette.foundation.exports.models import Export

TOLD_EVERY = 20  # documents of an archive
Writing = Generator[int, None, int]


@app.periodic(cron="* * * * *")
@app.task(name="write_exports", queueing_lock="write_exports", queue="exports")
def write_exports(timestamp: int = 0) -> int:
    """Write the exports that wait, as soon as one is asked, and every minute. Returns how many."""
    done = 0
    while True:
        with acting(SYSTEM):
            export = actions.claim()
        if export is None:
            return done
        done += write(export)


def write(export: Export) -> bool:
    """Write one; a refusal ends it, anything else leaves it to another try. Was it written?"""
    with tempfile.TemporaryFile() as out:
        try:
            rows = fill(export, out)
        except Refusal as refused:
            with acting(SYSTEM):
                actions.fail(export_id=export.pk, why=refused.sentence)
            return False
        out.seek(0)
        try:
            with acting(SYSTEM):
                actions.finish(export_id=export.pk, content=out, rows=rows)
        except NotFound:  # another worker was faster
            return False
    return True


def fill(export: Export, out: IO[bytes]) -> int:
    """The whole list as it is at one instant, in one transaction that only reads; how far it is, is told on another connection."""
    with acting(SYSTEM):
        by = queries.reader_of(export)
    with ThreadPoolExecutor(1) as aside, reading(by):
        try:
            parts = archive(export, by, out) if export.extension == ARCHIVE.extension else listed(export, by, out)
            written = followed(parts, lambda count: aside.submit(tell, export, count).result())
        finally:
            aside.submit(hang_up).result()
    return written


def followed(parts: Writing, told: Callable[[int], object]) -> int:
    """Go through a writing to its end, telling how far it is; returns how much was written."""
    while True:
        try:
            told(next(parts))
        except StopIteration as end:
            count: int = end.value
            return count


def listed(export: Export, by: Actor, out: IO[bytes]) -> Writing:
    """Write the tables of a list; how many rows so far, then in all."""
    tables = replayed(export.address, by)
    first = next(tables)
    written = sheet(export.extension, out, first.caption, first.heads)
    written.add(first)
    for table in tables:
        yield written.rows
        written.add(table)
    written.close()
    return written.rows


def archive(export: Export, by: Actor, out: IO[bytes]) -> Writing:
    """Write the documents of an archive; how many so far, then in all. Raises RuleBroken (no longer there)."""
    answer = answered(export.address, by)
    if not isinstance(answer, Packed):
        raise no_list()
    count = 0
    for count in archives.written(answer.members, out):
        if count % TOLD_EVERY == 0:
            yield count
    return count


def tell(export: Export, rows: int) -> None:
    with acting(SYSTEM):
        actions.told(export_id=export.pk, rows=rows)


def hang_up() -> None:
    """Close the connection of the thread that runs this."""
    connection.close()
