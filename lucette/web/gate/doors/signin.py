"""Doors and menu of sign-in, letters and the demonstration."""

from __future__ import annotations

from lucette.web.gate.door import DEMONSTRATION, PUBLIC, SIGNED_IN, Door, Menu

DOORS: dict[str, Door] = {
    "signin:ask": PUBLIC,
    "signin:asked": PUBLIC,
    "signin:use": PUBLIC,
    "signin:again": SIGNED_IN,
    "signin:sign_out": SIGNED_IN,
    "signin:roles": SIGNED_IN,
    "signin:entry": SIGNED_IN,
    "signin:personas": DEMONSTRATION,
    "signin:become": DEMONSTRATION,
    "signin:tour": DEMONSTRATION,
    "signin:step": DEMONSTRATION,
    "signin:play": DEMONSTRATION,
    "signin:trace": DEMONSTRATION,
    "signin:mailbox": DEMONSTRATION,
    "signin:letter": DEMONSTRATION,
    "signin:rendering": DEMONSTRATION,
    "signin:open_letter": DEMONSTRATION,
    "gate:letter": SIGNED_IN,
    "gate:publications": SIGNED_IN,
    "gate:publication": SIGNED_IN,
    "gate:search": SIGNED_IN,
    "gate:keep": SIGNED_IN,
    "gate:forget": SIGNED_IN,
    "gate:entries": SIGNED_IN,
    "gate:exports": SIGNED_IN,
    "gate:export": SIGNED_IN,
    "gate:export_file": SIGNED_IN,
    "gate:bulks": SIGNED_IN,
    "gate:bulk": SIGNED_IN,
    "design:gallery": DEMONSTRATION,
}
MENU: Menu = ()
