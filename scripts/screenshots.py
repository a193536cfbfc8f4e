"""Pictures of the site, as each person sees it, in the folder `screenshots/` (git ignores it).

    make screenshots                                     # plays the demonstration on a base of its own, then takes every picture
    python scripts/screenshots.py --url http://127.0.0.1:8000 [WORD…]   # a site already served; only pictures whose name holds a WORD

A page is one line of SHOTS. Needs Chromium (LUCETTE_CHROMIUM, else /usr/bin/chromium).
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "screenshots"
PORT = "8017"
CHROMIUM = os.environ.get("LUCETTE_CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--lang=fr-FR",
]
PHONE, DESKTOP = 375, 1280
BOTH = (PHONE, DESKTOP)
ONE = r"[0-9a-f-]{36}/"  # the end of the address of an object


@dataclass(frozen=True, slots=True)
class Shot:
    """`persona`: who she is in the chooser, "" for nobody. `step`: a step of the guided tour, played instead: its person, on the page of
    its act when `address` is empty. `follow`: the links followed one after the other, each the first of its page whose address looks so.
    """

    name: str
    address: str = ""
    persona: str = ""
    follow: tuple[str, ...] = ()
    step: str = ""
    widths: tuple[int, ...] = BOTH
    dark: bool = False


HOST, HELPER = "Maire ou présidente", "Secrétaire de mairie"
CHAIR, INSTRUCTOR = "Présidente du comité de sélection", "Instructeur de l’ANCT"
OFFICER, ACCOUNTANT, ADVISER = "Ordonnateur", "Comptable", "Conseiller ou conseillère numérique"
FUNDER, DELEGATE = "Direction générale des collectivités locales", "Délégataire de la Caisse des Dépôts"

SHOTS = [
    Shot("accueil", "/"),
    Shot("accueil", "/", widths=(DESKTOP,), dark=True),
    Shot("trouver", "/trouver-de-l-aide/?q=tulle"),
    Shot("lieu", "/trouver-de-l-aide/?q=tulle", follow=(r"/trouver-de-l-aide/" + ONE,)),
    Shot("appels", "/appels/", widths=(PHONE,)),
    Shot("comprendre", "/comprendre/", widths=(DESKTOP,)),
    Shot("chiffres", "/chiffres-cles/"),
    Shot("contact", "/contact/", widths=(PHONE,)),
    Shot("introuvable", "/nulle-part/", widths=(DESKTOP,)),
    Shot("demonstration", "/demonstration/"),
    Shot("visite", "/demonstration/visite/", widths=(DESKTOP,)),
    Shot("galerie", "/design/"),
    Shot("galerie", "/design/", dark=True),
    Shot("structure-tableau-de-bord", "/structure/", HOST),
    Shot("structure-candidature", "/structure/candidatures/", HOST, (r"/structure/candidatures/" + ONE,)),
    Shot("convention", "/caisse/conventions/", DELEGATE, (r"/caisse/conventions/" + ONE,), dark=True),
    Shot("convention-signee", "/caisse/conventions/?etat=in_force", DELEGATE, (r"/caisse/conventions/" + ONE,)),
    Shot("convention-a-signer", step="signer-convention-structure"),
    Shot("structure-versements", "/structure/versements/", HELPER),
    Shot("candidater", "/candidater/structure/"),
    Shot("candidature-a-deposer", step="deposer-candidature", widths=(DESKTOP,)),
    Shot("vivier", step="inviter-candidat"),
    Shot("compte-rendu", step="transmettre-compte-rendu"),
    Shot("lettres", "/boite-aux-lettres/"),
    Shot("lettre", "/boite-aux-lettres/", follow=(r"/boite-aux-lettres/" + ONE,)),
    Shot("prefecture-tableau-de-bord", "/prefecture/", "Préfecture"),
    Shot("prefecture-territoire", "/prefecture/territoire/", "Préfecture"),
    Shot("prefecture-candidature", "/prefecture/candidatures/", "Préfecture", (r"/prefecture/candidatures/" + ONE,)),
    Shot("anct-candidatures", "/anct/candidatures/", INSTRUCTOR),
    Shot("comite", "/anct/comite/", CHAIR, (r"/anct/comite/" + ONE,), widths=(DESKTOP,)),
    Shot("salle-du-comite", "/anct/comite/?etat=open", CHAIR, (r"/anct/comite/" + ONE, r"/anct/comite/" + ONE + "salle/")),
    Shot("caisse-bureaux", "/caisse/bureaux/", OFFICER),
    Shot("caisse-ordre", "/caisse/ordres/", ACCOUNTANT, (r"/caisse/ordres/" + ONE,)),
    Shot("caisse-lot", "/caisse/lots/", ACCOUNTANT, (r"/caisse/lots/" + ONE,), widths=(DESKTOP,), dark=True),
    Shot("caisse-releves", "/caisse/releves/", ACCOUNTANT, widths=(DESKTOP,)),
    Shot("caisse-lignes", "/caisse/releves/lignes/", ACCOUNTANT, widths=(DESKTOP,)),
    Shot("fonds", "/dgcl/fonds/", FUNDER),
    Shot("fonds", "/dgcl/fonds/", FUNDER, widths=(DESKTOP,), dark=True),
    Shot("conseiller-tableau-de-bord", "/conseiller/", ADVISER),
    Shot("conseiller-aide-individuelle", "/conseiller/activites/aide-individuelle/", ADVISER, widths=(PHONE,)),
    Shot("conseiller-activites", "/conseiller/activites/", ADVISER, widths=(PHONE,)),
    Shot("formation", "/formation/", "Organisme de formation", widths=(DESKTOP,)),
    Shot("audit", "/audit/", "Auditeur", widths=(DESKTOP,)),
    Shot("piste-d-un-euro", "/audit/", "Auditeur", (r"/audit/piste/" + ONE,)),
    Shot("assistance", "/assistance/", "Équipe d’assistance", widths=(DESKTOP,)),
]


def main() -> int:
    parser = argparse.ArgumentParser(description="Images du site, par personnage.")
    parser.add_argument("--url", help="un site déjà servi ; sinon la démonstration est jouée sur une base à part")
    parser.add_argument("words", nargs="*", help="ne refait que les images dont le nom contient l’un de ces mots")
    asked = parser.parse_args()
    shots = [shot for shot in SHOTS if not asked.words or any(word in shot.name for word in asked.words)]
    FOLDER.mkdir(exist_ok=True)
    if asked.url:
        return take(asked.url.rstrip("/"), shots)
    with demonstration() as url:
        return take(url, shots)


@contextmanager
def demonstration() -> Iterator[str]:
    """The demonstration, played and served on a base of its own; everything is stopped afterwards."""
    state = ROOT / "var" / "screenshots"
    state.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"LUCETTE_SERVER": "screenshots", "LUCETTE_VAR": str(state), "PYTHONPATH": str(ROOT)}

    def lucette(*words: str) -> list[str]:
        return [sys.executable, "-c", "import sys; from config.command_line import main; sys.exit(main(sys.argv[1:]))", *words]

    subprocess.run(lucette("demo", "--no-serve"), env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(lucette("serve", f"127.0.0.1:{PORT}"), env=environment, stdout=subprocess.DEVNULL)
    try:
        yield answering(f"http://127.0.0.1:{PORT}")
    finally:
        server.terminate()
        server.wait(30)
        subprocess.run(lucette("db", "stop"), env=environment, check=False, stdout=subprocess.DEVNULL)


def answering(url: str) -> str:
    """The address, once its server answers."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"{url}/sante/", timeout=2):  # noqa: S310 – an http address made here
                return url
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit("Le site ne répond pas.")


def take(url: str, shots: list[Shot]) -> int:
    """Every picture, one sign-in a person; a page that cannot be reached is told and makes the command fail."""
    missing = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for _, group in groupby(sorted(shots, key=who), key=who):
            missing += of_one_person(browser, url, list(group))
        browser.close()
    print(f"{len(list(FOLDER.glob('*.png')))} images dans {FOLDER.relative_to(ROOT)}/.")
    return 1 if missing else 0


def who(shot: Shot) -> tuple[str, str, bool]:
    return (shot.persona, shot.step, shot.dark)


def of_one_person(browser: Browser, url: str, shots: list[Shot]) -> int:
    """Returns how many pages could not be reached."""
    persona, step, dark = who(shots[0])
    context = browser.new_context(color_scheme="dark" if dark else "light", locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()
    landing = sign_in(page, url, persona, step)
    missing = 0
    for shot in shots:
        for width in shot.widths:
            page.set_viewport_size({"width": width, "height": 812 if width == PHONE else 900})
            if reach(page, url, shot, landing):
                height = page.evaluate("document.documentElement.scrollHeight")  # what is fixed to the bottom stays there
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=FOLDER / f"{shot.name}-{width}{'-sombre' if dark else ''}.png", full_page=True)
            else:
                missing += 1
                print(f"Page introuvable : {shot.name} ({shot.address} {shot.follow})", file=sys.stderr)
    context.close()
    return missing


def sign_in(page: Page, url: str, persona: str, step: str) -> str:
    """Where one lands: the page of the act for a step of the tour."""
    if step:
        page.goto(f"{url}/demonstration/visite/{step}/")
        page.get_by_role("button", name="Jouer cette étape").click()
    elif persona:
        page.goto(f"{url}/demonstration/")
        page.get_by_role("button", name=re.compile(f"^Prendre sa place : {re.escape(persona)},")).first.click()
    if step or persona:
        page.wait_for_url(lambda address: "/demonstration/" not in address)
    return page.url


def reach(page: Page, url: str, shot: Shot, landing: str) -> bool:
    answer = page.goto(url + shot.address if shot.address else landing)
    for wanted in shot.follow:
        links = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href') || '')")
        found = next((link for link in links if re.fullmatch(wanted, link)), "")
        if not found:
            return False
        answer = page.goto(url + found)
    page.wait_for_load_state("networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        print(f"Déborde de {wide} px : {shot.name} à {page.viewport_size}", file=sys.stderr)
    return answer is not None and answer.status in (200, 404 if shot.name == "introuvable" else 200)


if __name__ == "__main__":
    sys.exit(main())
