"""From which page somebody writes to the team: its name in words, never what it shows."""

from __future__ import annotations

import re

from lucette.foundation.accounts.enums import RoleName
from lucette.web.gate.access import DOORS
from lucette.web.gate.navigation import MENUS
from lucette.web.gate.playing import act_pages
from lucette.web.gate.request import Request

INCIDENT = re.compile(r"E-\d{3}-\w{4,12}")


def words(route: str) -> str:
    """« Déposer la candidature »; the words of the menu; the route itself for another page."""
    acts = {page.route: page.title or page.words() for page in act_pages()}
    menu = {to: label for lines in MENUS.values() for label, to in lines}
    return acts.get(route) or menu.get(route) or route


def whence(request: Request) -> list[str]:
    """What the address tells of where the visitor comes from, as sentences for her and for the team; nothing that she made up."""
    route, incident = request.GET.get("depuis", ""), request.GET.get("incident", "")
    told = [f"Page : « {words(route)} »."] if route in DOORS else []
    if INCIDENT.fullmatch(incident):
        told.append(f"Référence de l’erreur : {incident}.")
    if told and request.actor.role in RoleName.values:
        told.append(f"Rôle : {RoleName(request.actor.role).label}.")
    return told
