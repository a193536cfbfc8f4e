"""Reading and writing ISO 20022 without trust: no entity, no network, no float."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO

from lxml import etree

from lucette.kernel.errors import RuleBroken

MOST_BYTES = 20_000_000  # as documents.rules.MAX_BYTES
TRUST_NOTHING = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}
AMOUNT = re.compile(r"\+?(?=\.?[0-9])([0-9]{0,15})(?:\.([0-9]{0,5}))?")  # as xs:decimal writes them


def parse(content: bytes, code: str, what: str) -> etree._Element:
    """The root of an XML file. Raises RuleBroken (`code`.unreadable, .doctype, .too_big); `what` names the file in French."""
    if len(content) > MOST_BYTES:
        raise too_big(code, what)
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, **TRUST_NOTHING)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise unreadable(code, what) from error
    if root.getroottree().docinfo.doctype:
        raise doctype_refused(code, what)
    return root


def stream(content: bytes, code: str, what: str, names: Sequence[str]) -> Iterator[tuple[str, etree._Element]]:
    """(`start` or `end`, element) of each element of one of these names while the file is read: clear what is done, memory stays small.

    `Document` is one of the names. Raises as `parse`, at the piece that is wrong.
    """
    if len(content) > MOST_BYTES:
        raise too_big(code, what)
    found = etree.iterparse(
        BytesIO(content), ("start", "end"), tag=[f"{{*}}{it}" for it in names], remove_comments=True, remove_pis=True, **TRUST_NOTHING
    )
    try:
        for event, element in found:
            if event == "start" and etree.QName(element).localname == "Document" and element.getroottree().docinfo.doctype:
                raise doctype_refused(code, what)
            yield event, element
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise unreadable(code, what) from error


def too_big(code: str, what: str) -> RuleBroken:
    return RuleBroken(f"{code}.too_big", f"{what} dépasse 20 Mo : demandez à la banque de le découper.")


def unreadable(code: str, what: str) -> RuleBroken:
    return RuleBroken(f"{code}.unreadable", f"{what} n’est pas lisible : il est tronqué ou abîmé. Téléchargez-le de nouveau.")


def doctype_refused(code: str, what: str) -> RuleBroken:
    return RuleBroken(f"{code}.doctype", f"{what} contient une déclaration de type que nous refusons par sécurité.")


def cents_of(text: str, code: str, what: str) -> int:
    """Exact cents of a decimal text such as `50000.5`. Raises RuleBroken for anything else, and for a fraction of a cent."""
    match = AMOUNT.fullmatch(text.strip())
    decimals = (match.group(2) or "").rstrip("0") if match else "000"
    if match is None or len(decimals) > 2:
        raise RuleBroken(f"{code}.amount", f"{what} contient un montant illisible : « {text.strip()[:30]} ».")
    return int(match.group(1) or "0") * 100 + int(decimals.ljust(2, "0"))


def decimal_of(cents: int) -> str:
    """`5000050` → `50000.50`."""
    return f"{cents // 100}.{cents % 100:02d}"


class Node:
    """One element in the namespace of its file: short words to walk it."""

    __slots__ = ("element", "prefix")

    def __init__(self, element: etree._Element, prefix: str) -> None:
        self.element, self.prefix = element, prefix

    def all(self, path: str) -> Iterator[Node]:
        """Elements at `path` (`TxDtls/Refs`), in order."""
        return (Node(found, self.prefix) for found in _walk(self.element, _steps(self.prefix, path)))

    def first(self, path: str) -> Node | None:
        return next(self.all(path), None)

    def text(self, *paths: str) -> str:
        """Text of the first of `paths` that is present; "" for none."""
        for path in paths:
            for found in _walk(self.element, _steps(self.prefix, path)):
                if text := (found.text or "").strip():
                    return text
        return ""

    def texts(self, path: str) -> list[str]:
        """Every text at `path` that is not empty, spaces made one."""
        found = (" ".join((it.text or "").split()) for it in _walk(self.element, _steps(self.prefix, path)))
        return [it for it in found if it]


@lru_cache(maxsize=1024)
def _steps(prefix: str, path: str) -> tuple[str, ...]:
    return tuple(prefix + step for step in path.split("/"))


def _walk(element: etree._Element, steps: tuple[str, ...]) -> Iterator[etree._Element]:
    if len(steps) == 1:
        yield from element.iterchildren(steps[0])
        return
    for child in element.iterchildren(steps[0]):
        yield from _walk(child, steps[1:])
