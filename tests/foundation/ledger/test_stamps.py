"""A seal is dated by an authority, once a day; a token that proves nothing is not believed."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psycopg
import pytest
from asn1crypto import pem, tsp
from django.conf import LazySettings, settings
from django.db import DatabaseError, connection, transaction

from lucette.foundation.documents.adapters import HttpAuthority, LocalAuthority, Untrusted, read_token
from lucette.foundation.documents.adapters.tokens import request, token_in
from lucette.foundation.ledger import actions, queries
from lucette.foundation.ledger.actions import HeadingData, Line
from lucette.foundation.ledger.models import Seal, Stamp
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Unavailable

CHART = [HeadingData("opened", "Ouvert", "debit"), HeadingData("available", "Disponible")]
DIGEST, OTHER, NONCE = bytes(range(32)), bytes(32), 41
Served = Callable[[bytes], tuple[str, bytes]]


@pytest.fixture(scope="module")
def local() -> LocalAuthority:
    """The one of this checkout: making a key takes a second."""
    return LocalAuthority(settings.STATE_DIR / "authority")


def sealed(key: str) -> Seal:
    actions.open_book("a", "cents", CHART)
    actions.record(key, "essai", [Line("a", "opened", "available/x", 1)], business_date=clock.today(), by=SYSTEM)
    seal = actions.seal()
    assert seal is not None
    return seal


# -- tokens
def test_a_token_says_its_hour_and_its_authority(local: LocalAuthority) -> None:
    told = read_token(local.stamp(DIGEST), DIGEST, local.roots())
    assert (told.at, told.authority) == (clock.now(), "Lucette, autorité locale d’horodatage")


def test_a_token_of_another_digest_is_not_believed(local: LocalAuthority) -> None:
    with pytest.raises(Untrusted, match="autre empreinte"):
        read_token(local.stamp(OTHER), DIGEST, local.roots())


def test_a_token_of_an_unknown_authority_is_not_believed(local: LocalAuthority, tmp_path: Path) -> None:
    with pytest.raises(Untrusted, match="pas reconnue"):
        read_token(LocalAuthority(tmp_path).stamp(DIGEST), DIGEST, local.roots())


def test_no_byte_of_a_token_can_change_without_being_seen(local: LocalAuthority) -> None:
    token, roots = local.stamp(DIGEST), local.roots()
    told, forged = read_token(token, DIGEST, roots), 0
    for place in range(0, len(token), 37):
        changed = token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]
        try:
            forged += read_token(changed, DIGEST, roots) != told
        except Untrusted:
            continue
    assert forged == 0


@pytest.mark.parametrize("token", [b"", b"x", b"\x30\x03\x02\x01\x05"])
def test_bytes_that_are_no_token_are_not_believed(local: LocalAuthority, token: bytes) -> None:
    with pytest.raises(Untrusted, match="illisible"):
        read_token(token, DIGEST, local.roots())


# -- the stand-in is stricter than an authority
def asked(**changes: object) -> bytes:
    it = tsp.TimeStampReq.load(request(DIGEST, NONCE))
    for field, value in changes.items():
        it[field] = value
    return bytes(it.dump(force=True))


@pytest.mark.parametrize(
    "query",
    [
        b"hello",
        asked() + b"\x00",
        asked(cert_req=False),
        asked(nonce=None),
        asked(message_imprint={"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": bytes(20)}),
        asked(message_imprint={"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(20)}),
        asked(extensions=[{"extn_id": "2.5.29.14", "extn_value": b"x"}]),
    ],
    ids=["no request", "more bytes", "no certificates", "no nonce", "sha1", "short", "extension"],
)
def test_the_stand_in_refuses_what_is_not_asked_as_we_ask(local: LocalAuthority, query: bytes) -> None:
    with pytest.raises(Untrusted, match="a refusé"):
        token_in(local.answer(query), NONCE)


def test_the_answer_to_another_request_is_not_taken(local: LocalAuthority) -> None:
    with pytest.raises(Untrusted, match="autre demande"):
        token_in(local.answer(request(DIGEST, NONCE)), NONCE + 1)


# -- over HTTP
@pytest.fixture
def served() -> Iterator[Callable[[Served], str]]:
    """Serve an answer; gives its address."""
    servers: list[HTTPServer] = []

    def serve(answer: Served) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert self.headers["Content-Type"] == "application/timestamp-query"
                kind, content = answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: object) -> None:
                return

        servers.append(HTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield serve
    for it in servers:
        it.shutdown()
        it.server_close()


@pytest.fixture
def roots_file(local: LocalAuthority, tmp_path: Path) -> str:
    path = tmp_path / "roots.pem"
    path.write_bytes(b"".join(pem.armor("CERTIFICATE", it.dump()) for it in local.roots()))
    return str(path)


def test_an_authority_over_http_speaks_the_same_protocol(local: LocalAuthority, served: Callable[[Served], str], roots_file: str) -> None:
    authority = HttpAuthority(served(lambda query: ("application/timestamp-reply", local.answer(query))), roots_file)
    assert read_token(authority.stamp(DIGEST), DIGEST, authority.roots()).authority == "Lucette, autorité locale d’horodatage"


@pytest.mark.parametrize(
    "answer", [("text/html", b"<html>"), ("application/timestamp-reply", b"junk"), ("application/timestamp-reply", b"")]
)
def test_an_answer_that_is_not_one_is_told_in_french(served: Callable[[Served], str], roots_file: str, answer: tuple[str, bytes]) -> None:
    with pytest.raises(Unavailable, match="n’a pas répondu"):
        HttpAuthority(served(lambda _: answer), roots_file).stamp(DIGEST)


def test_an_old_answer_played_again_is_refused(local: LocalAuthority, served: Callable[[Served], str], roots_file: str) -> None:
    old = local.answer(request(DIGEST, NONCE))
    with pytest.raises(Unavailable, match="autre demande"):
        HttpAuthority(served(lambda _: ("application/timestamp-reply", old)), roots_file).stamp(DIGEST)


def test_an_authority_that_does_not_answer_in_time_is_given_up(served: Callable[[Served], str], roots_file: str) -> None:
    def slow(_: bytes) -> tuple[str, bytes]:
        time.sleep(0.5)
        return "text/html", b""

    for address in (served(slow), "http://127.0.0.1:9/"):
        with pytest.raises(Unavailable):
            HttpAuthority(address, roots_file, seconds=0.1).stamp(DIGEST)


# -- the seals of the ledger
@pytest.mark.django_db
def test_the_last_seal_is_dated_once_a_day() -> None:
    assert actions.stamp() is None
    first = sealed("a")
    made = actions.stamp()
    assert made is not None and (made.seal, made.stamped_at) == (first, clock.now())
    sealed("b")
    assert actions.stamp() is None
    with clock.at(dt.date(2021, 3, 2)):
        later = sealed("c")
        made = actions.stamp()
        assert made is not None and made.seal == later == Stamp.objects.latest("pk").seal
        assert actions.stamp() is None
    with clock.at(dt.date(2021, 3, 3)):
        assert actions.stamp() is None
    assert queries.broken_stamps() == []


@pytest.mark.django_db
def test_no_answer_leaves_the_seal_for_the_next_time(settings: LazySettings) -> None:
    sealed("a")
    settings.TIMESTAMP_AUTHORITY, settings.TIMESTAMP_AUTHORITY_URL = "http", "http://127.0.0.1:9/"
    with pytest.raises(Unavailable):
        actions.stamp()
    settings.TIMESTAMP_AUTHORITY = "local"
    assert actions.stamp() is not None


@pytest.mark.django_db
def test_a_seal_remade_after_it_was_dated_is_seen(local: LocalAuthority) -> None:
    seal = sealed("a")
    Stamp.objects.create(seal=seal, token=local.stamp(OTHER), stamped_at=clock.now(), authority="x")
    assert queries.broken_stamps() == [(f"horodatage du sceau {seal.pk}", "le jeton porte sur une autre empreinte")]


@pytest.mark.django_db
def test_a_date_that_is_not_the_tokens_or_not_in_order_is_seen(local: LocalAuthority) -> None:
    first, second, third = sealed("a"), sealed("b"), sealed("c")
    for seal, on, kept in ((first, 10, 10), (second, 5, 5), (third, 12, 13)):
        with clock.at(dt.date(2021, 3, on)):
            token = local.stamp(bytes.fromhex(seal.digest))
        with clock.at(dt.date(2021, 3, kept)):
            authority = "Lucette, autorité locale d’horodatage"
            Stamp.objects.create(seal=seal, token=token, stamped_at=clock.now(), authority=authority)
    assert [(it[0], it[1].split()[-1]) for it in queries.broken_stamps()] == [
        (f"horodatage du sceau {second.pk}", "d’avant"),
        (f"horodatage du sceau {third.pk}", "jeton"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE ledger_stamp SET authority = 'x'", "DELETE FROM ledger_stamp", "TRUNCATE ledger_stamp"])
def test_a_date_is_history(owner: psycopg.Connection, change: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    with pytest.raises(psycopg.Error, match="only ever added to"):
        owner.execute(change)  # type: ignore[arg-type]
