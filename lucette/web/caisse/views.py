"""Espace de la Caisse des Dépôts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lucette.web.design.elements import Board
from lucette.web.gate.request import Request


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """What waits for the reader, her objects, her figures."""
    board = Board(nothing_to_do="Rien n’attend de vous aujourd’hui. Les conventions à signer et les versements à traiter apparaîtront ici.")
    return render(request, "design/dashboard.html", {"title": "Espace de la Caisse des Dépôts", "board": board})
