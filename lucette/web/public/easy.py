"""Five pages retold in easy French: one idea a sentence, everyday words, one sentence a line."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel.errors import NotFound
from lucette.web.gate.request import Request
from lucette.web.public.texts import REFERENCE

WHERE = "Facile à lire"


class Part(NamedTuple):
    title: str
    lines: tuple[str, ...]


class Easy(NamedTuple):
    """`of`: the route of the page that it retells."""

    code: str
    of: str
    title: str
    picture: str
    parts: tuple[Part, ...]


@cache
def pages() -> tuple[Easy, ...]:
    """Every page, in the order of the file."""
    told = tomllib.loads((REFERENCE / "easy.toml").read_text("utf-8"))["page"]
    return tuple(
        Easy(it["code"], it["of"], it["title"], it["picture"], tuple(Part(part["title"], tuple(part["lines"])) for part in it["part"]))
        for it in told
    )


@require_safe
def page(request: Request, code: str = "accueil") -> HttpResponse:
    """One page in easy French; without a code, the welcome. Raises NotFound."""
    it = next((it for it in pages() if it.code == code), None)
    if it is None:
        raise NotFound
    first = code == "accueil"
    return render(
        request,
        "public/easy.html",
        {
            "title": f"{it.title} : facile à lire",
            "heading": it.title,
            "easy": it,
            "others": [other for other in pages() if other != it],
            "whole": "" if it.of == "public:book" else reverse(it.of),
            "breadcrumb": [] if first else [(WHERE, reverse("public:easy"))],
        },
    )
