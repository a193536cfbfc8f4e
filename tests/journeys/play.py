"""The stage of the journeys: people who sign in by the link they receive, and a clock that the site follows."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser

from lucette.foundation.accounts.models import Person
from lucette.foundation.notifications.models import Letter
from lucette.jobs.cast import Cast
from lucette.jobs.demonstration.source import register_suppliers
from lucette.jobs.demonstration.story import Story
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.clock import PARIS
from tests.journeys.visitor import Keyboard, Mouse, Visitor


@dataclass
class Play:
    """One run of the brief. `seen`: what axe said of each kind of page (None: nobody looks)."""

    browser: Browser
    home: str
    folder: Path
    hand: Mouse | Keyboard
    javascript: bool = True
    seen: dict[str, list[str]] | None = None
    visitors: dict[str, Visitor] = field(default_factory=dict)
    cast: Cast = field(init=False)
    trainer: Actor = field(init=False)

    def __post_init__(self) -> None:
        settings.SITE_URL = self.home
        with clock.at(dt.date(2020, 11, 1)):
            self.cast = Cast(random.Random(1))
            self.cast.prefecture("19")
            story = Story(self.cast, random.Random(1))
            register_suppliers(story)
            self.trainer = story.trainer

    def at(self, *day: int, hour: int = 10) -> None:
        """The whole site lives on that day, from ten in the morning."""
        clock.shift_to(dt.datetime(*day, hour, tzinfo=PARIS))  # type: ignore[misc,arg-type]

    def somebody(self) -> Visitor:
        """A new browser; nobody is signed in."""
        return Visitor(self.browser, self.home, self.hand, javascript=self.javascript, seen=self.seen)

    def person(self, key: str, actor: Actor | None = None) -> Visitor:
        """Someone of the cast, signed in the first time."""
        if key not in self.visitors:
            person_id = (actor or self.cast[key]).pk
            with acting(SYSTEM):
                email = Person.objects.get(pk=person_id).email
            self.visitors[key] = self.signs_in(self.somebody(), email)
        return self.visitors[key]

    def signs_in(self, visitor: Visitor, email: str) -> Visitor:
        """Ask for the link, open it as received, confirm."""
        visitor.goes("/connexion/").answers({"Votre adresse électronique": email}).presses("Recevoir mon lien de connexion")
        return self.opens_link(visitor, email)

    def opens_link(self, visitor: Visitor, email: str) -> Visitor:
        """The last letter of sign-in to this address, in her mailbox."""
        with acting(SYSTEM):
            letter = Letter.objects.filter(to_email=email, body__contains="/connexion/").latest("created_at")
        found = re.search(r"/connexion/[^\s/]+/", letter.body)
        assert found, letter.body
        return visitor.goes(found[0]).presses("Me connecter")

    def somebody_reads(self, address: str, *words: str) -> None:
        """Anybody may read this."""
        if "somebody" not in self.visitors:
            self.visitors["somebody"] = self.somebody()
        self.visitors["somebody"].goes(address).reads(*words)

    def complaints(self) -> dict[str, Any]:
        """What the browsers complained about, all people together."""
        found: dict[str, Any] = {}
        for key, visitor in self.visitors.items():
            found |= {f"{key}: {kind}": said for kind, said in visitor.complaints.items() if said}
        return found

    def closes(self) -> None:
        Visitor.awake = None
        for visitor in self.visitors.values():
            visitor.context.close()


@contextmanager
def played(browser: Browser, home: str, folder: Path, hand: Mouse | Keyboard, **how: Any) -> Iterator[Play]:
    """A play on an empty house; the clock comes back afterwards."""
    before = settings.SITE_URL
    play = Play(browser, home, folder, hand, **how)
    try:
        yield play
    finally:
        play.closes()
        clock.shift_to(dt.datetime.now(PARIS))
        settings.SITE_URL = before
