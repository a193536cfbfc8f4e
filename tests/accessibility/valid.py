"""Is the code of a page valid? Read by the parser of the standard, which tells each of its errors, then against the rules of `html`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

from tests.accessibility import html

XHTML, DRAWING = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"


def invalid(page: str, whole: bool = True) -> list[str]:
    """Each fault once. `whole`: a page as it is sent; what scripts made of it, written again by the browser, has lost its own faults."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
    root = parser.parse(page)
    found = [f"{name} (ligne {place[0]})" for place, name, _ in parser.errors] if whole else []
    return sorted({*found, *of_identifiers(root), *of_elements(root)})


def of_identifiers(root: Element) -> Iterator[str]:
    ids = Counter(it.get("id") for it in root.iter() if it.get("id") is not None)
    for name, count in ids.items():
        if count > 1 or not name or set(name) & set(" \t\n"):
            yield f"identifiant double ou vide : {name}"
    for it in root.iter():
        for attribute in html.TO_IDS.intersection(it.keys()):
            for name in (it.get(attribute) or "").split() or [""]:
                if name not in ids:
                    yield f"{attribute} ne mène à rien : {name} {told(it)}"
        if (to := it.get("href") or "").startswith("#") and to != "#" and to[1:] not in ids:
            yield f"ancre absente : {to}"


def of_elements(root: Element) -> Iterator[str]:
    above: list[tuple[Element, tuple[Element, ...]]] = [(root, ())]
    while above:
        it, parents = above.pop()
        if not isinstance(it.tag, str):
            continue  # a comment
        yield from of_attributes(it)
        if it.tag.startswith(XHTML) and parents:
            yield from of_place(it, parents)
        above += [(child, (*parents, it)) for child in it]


def name(it: Element) -> str:
    return it.tag.partition("}")[2]


def told(it: Element) -> str:
    return f"<{name(it)} {' '.join(f'{key}={value!r}' for key, value in list(it.items())[:4])}>"


def of_attributes(it: Element) -> Iterator[str]:
    table = html.ATTRIBUTES if it.tag.startswith(XHTML) else html.SVG_ATTRIBUTES
    if name(it) not in table:
        yield f"élément inconnu : {told(it)}"
        return
    allowed = table[name(it)] | (html.ASKED if name(it) in ("input", "textarea") else frozenset())
    for key, value in it.items():
        if key not in allowed and not html.CUSTOM.match(key):
            yield f"attribut non permis : {key} {told(it)}"
        elif (
            (key in html.BOOLEAN and value not in ("", key))
            or (key in html.WHOLE and not value.removeprefix("-").isdigit())
            or ((known := html.VALUES.get((name(it), key)) or html.VALUES.get(("*", key))) and value and value not in known.split())
        ):
            yield f"valeur de {key} : {value!r} {told(it)}"
        elif key in ("href", "src", "action") and set(value.strip()) & set(' <>"{}|\\^`\n'):
            yield f"adresse mal écrite : {value!r}"
        elif name(it) == "input" and it.get("type", "text") not in html.ONLY_FOR.get(key, it.get("type", "text")).split():
            yield f"{key} n’est pas pour ce type : {told(it)}"
    if missing := set(html.NEEDED.get(name(it), "").split()) - {*it.keys()}:
        yield f"attribut absent : {', '.join(missing)} {told(it)}"
    if name(it) in html.NAMELESS and not it.get("role") and {"aria-label", "aria-labelledby"} & {*it.keys()}:
        yield f"nom sans rôle : {told(it)}"


def of_place(it: Element, parents: tuple[Element, ...]) -> Iterator[str]:
    own, above = name(it), [name(one) for one in parents]
    holder = next((one for one in reversed(above) if one not in ("a", "ins", "del")), "")  # a link holds what its parent may hold
    if own in html.PARENTS and above[-1] not in html.PARENTS[own].split():
        yield f"{own} dans {above[-1]} : {told(it)}"
    if above[-1] in html.CHILDREN and own not in html.CHILDREN[above[-1]].split():
        yield f"{own} dans {above[-1]} : {told(it)}"
    if own not in html.PHRASING and (holder in html.WORDS_ONLY or (holder in html.WORDS_OR_HEADING and own not in html.HEADINGS)):
        yield f"{own} dans {holder} : {told(it)}"
    if own in html.FIRST and next((child for child in parents[-1] if isinstance(child.tag, str)), None) is not it:
        yield f"{own} n’est pas le premier : {told(it)}"
    for one in set(above):
        if own in html.WITHOUT.get(one, "").split() and it.get("type") != "hidden":
            yield f"{own} dans {one} : {told(it)}"
    if above[-1] == "div" and own in ("dt", "dd") and above[-2] != "dl":
        yield f"{own} hors d’une liste : {told(it)}"
