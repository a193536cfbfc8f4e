"""The official schema of pain.001.001.09 (it ships in the library sepaxml), followed while a file goes by: no tree, little memory."""

from __future__ import annotations

from functools import cache
from importlib import resources

from lxml import etree

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.xml import MOST_BYTES, doctype_refused, too_big, unreadable

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
WHAT = "Le fichier de virements"


class SchemaWatch:
    """Give it the bytes of a file piece by piece, then close it: it raises RuleBroken unless the whole is valid."""

    def __init__(self) -> None:
        self._seen = _Nothing()
        self._parser = etree.XMLParser(target=self._seen, schema=_schema(), resolve_entities=False, no_network=True, load_dtd=False)

    def feed(self, piece: bytes) -> bytes:
        """Check `piece`, what follows it will be checked after; returns it."""
        try:
            self._parser.feed(piece)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._refusal() from error
        return piece

    def close(self) -> None:
        try:
            self._parser.close()
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._refusal() from error
        if self._seen.doctypes or len(self._parser.feed_error_log):
            raise self._refusal()

    def _refusal(self) -> RuleBroken:
        """An error of form and a fault against the schema are told apart by the parser's own log."""
        if self._seen.doctypes:
            return doctype_refused("transfers", WHAT)
        if any(it.domain == etree.ErrorDomains.PARSER for it in self._parser.feed_error_log) or not len(self._parser.feed_error_log):
            return unreadable("transfers", WHAT)
        return RuleBroken("transfers.schema", "Le fichier de virements n’est pas conforme au schéma officiel pain.001.001.09.")


class _Nothing:
    """A reader that keeps nothing: libxml2 checks the schema without calling back."""

    def __init__(self) -> None:
        self.doctypes = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        self.doctypes += 1

    def close(self) -> None:
        return None


def check_schema(content: bytes) -> None:
    """Raise RuleBroken unless `content` is valid against the official schema of pain.001.001.09."""
    if len(content) > MOST_BYTES:
        raise too_big("transfers", WHAT)
    watch = SchemaWatch()
    watch.feed(content)
    watch.close()


@cache
def _schema() -> etree.XMLSchema:
    with resources.files("sepaxml").joinpath("schemas/pain.001.001.09.xsd").open("rb") as file:
        return etree.XMLSchema(etree.parse(file))
