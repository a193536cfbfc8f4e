"""Doors and menu of the public site."""

from __future__ import annotations

from lucette.web.gate.door import PUBLIC, Door, Menu

DOORS: dict[str, Door] = {
    "home": PUBLIC,
    "document": PUBLIC,  # a public document; the others only to those who may see them
    "public:contact": PUBLIC,
    "public:contact_sent": PUBLIC,
    "public:help": PUBLIC,
    "public:place": PUBLIC,
    "public:book": PUBLIC,
    "public:appointment": PUBLIC,  # with its signed address
    "public:carers": PUBLIC,
    "public:other_ways": PUBLIC,
    "public:confirm_contact": PUBLIC,  # with its signed address
    "public:understand": PUBLIC,
    "public:faq": PUBLIC,
    "public:easy": PUBLIC,
    "public:apply_host": PUBLIC,
    "public:apply_adviser": PUBLIC,
    "public:calls": PUBLIC,
    "public:call": PUBLIC,
    "public:priority": PUBLIC,
    "public:figures": PUBLIC,
    "public:opinion": PUBLIC,
    "public:quality": PUBLIC,
    "public:verify": PUBLIC,
    "public:verified": PUBLIC,  # with the code printed on the document
    "public:unsubscribe": PUBLIC,  # with its signed address
    "public:legal": PUBLIC,
    "public:privacy": PUBLIC,
    "public:accessibility": PUBLIC,
    "public:sitemap": PUBLIC,
    "public:health": PUBLIC,
    "public:robots": PUBLIC,
    "public:favicon": PUBLIC,
}
MENU: Menu = (
    ("Trouver de l’aide", "public:help"),
    ("J’aide quelqu’un", "public:carers"),
    ("Comprendre le dispositif", "public:understand"),
    ("Accueillir un conseiller", "public:apply_host"),
    ("Devenir conseiller", "public:apply_adviser"),
    ("Chiffres clés", "public:figures"),
    ("Nous contacter", "public:contact"),
)
