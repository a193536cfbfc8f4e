"""Names of structures as people type them, from a seed: real ones, the same written otherwise, and others that only look like them."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass

from lucette.foundation.organizations.rules import commune_title
from lucette.foundation.territories.models import Commune
from lucette.kernel.french import folded, of

DEPARTMENTS = ("19", "23", "35", "59", "63", "2A", "974")
SUBJECTS = (
    "Amis du clavier", "Souris verte", "Foyer rural", "Maison des jeunes", "Relais numérique", "Atelier du Web", "Fabrique solidaire",
    "Point d’eau", "Clic et nous", "Pont des savoirs", "Familles rurales", "Secours partagé", "Grange aux idées", "Écran total",
    "Passerelle", "Université populaire", "Cyber-base", "Épicerie sociale", "Jardin connecté", "Café associatif",
)  # fmt: skip
LOOKS = {"Saint": "St", "Sainte": "Ste", "sur": "s/"}


@dataclass(frozen=True)
class Host:
    """What the structure is, where, and its name in good form."""

    kind: str
    commune: Commune
    subject: str

    @property
    def name(self) -> str:
        place = self.commune.name
        match self.kind:
            case "commune":
                return commune_title(place)
            case "social":
                return f"Centre communal d’action sociale {of(place)}"
            case "group":
                return f"Communauté de communes {self.subject}"
            case "library":
                return f"Médiathèque {of(place)}"
            case "centre":
                return f"Centre social {self.subject}"
        return f"Association {self.subject} {of(place)}"


def hosts(seed: int, count: int) -> list[Host]:
    """`count` different structures of seven départements."""
    chance = random.Random(seed)
    communes = list(Commune.objects.filter(department_id__in=DEPARTMENTS).order_by("pk"))
    found: dict[tuple[str, str, str], Host] = {}
    groups = {f"{folded(it.name)}": it for it in communes}
    while len(found) < count:
        commune, kind = (
            chance.choice(communes),
            chance.choice(["commune", "commune", "social", "group", "library", "centre", "association"]),
        )
        subject = chance.choice(SUBJECTS)
        if kind == "group":
            subject = f"{chance.choice(['du Pays', 'du Val', 'des Monts', 'de la Vallée'])} {of(chance.choice(list(groups.values())).name)}"
        key = (
            kind,
            commune.department_id if kind == "group" else commune.pk,
            subject if kind in ("group", "centre", "association") else "",
        )
        found.setdefault(key, Host(kind, commune, subject))
    return list(found.values())


def noisy(host: Host, chance: random.Random) -> str:
    """The same structure in the words of somebody in a hurry: another word for what it is, no accents, capitals, a slip of the finger."""
    name = otherwise(host, chance)
    if chance.random() < 0.4:
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    if chance.random() < 0.4:
        name = "-".join(LOOKS.get(word, word) for word in name.split("-"))
    if chance.random() < 0.4:
        name = name.replace("-", " ").replace("’", chance.choice(["'", " "]))
    if chance.random() < 0.5:
        name = slip(name, chance)
    return chance.choice([str.upper, str.lower, str.title, str])(name).replace(" ", chance.choice([" ", " ", "  "]), 1)


def otherwise(host: Host, chance: random.Random) -> str:
    place = host.commune.name
    match host.kind:
        case "commune":
            return chance.choice([f"Mairie {of(place)}", f"Ville {of(place)}", f"{place} (mairie)", f"Commune {place}", host.name])
        case "social":
            return chance.choice([f"CCAS {of(place)}", f"C.C.A.S. {place}".replace(".", ""), f"{place} CCAS", host.name])
        case "group":
            return chance.choice([f"CC {host.subject}", f"Comcom {host.subject}", f"{host.subject} communauté de communes", host.name])
        case "library":
            return chance.choice([f"Bibliothèque {of(place)}", f"Médiathèque {place}", host.name])
        case "centre":
            return chance.choice([f"Centre socioculturel {host.subject}", f"centre social « {host.subject} »", host.name])
    bare = f"{host.subject} {of(place)}"
    return chance.choice([bare, f"Asso {bare}", f"Assoc. {bare}", f"Les {bare} (association)", host.name])


def slip(name: str, chance: random.Random) -> str:
    """One letter dropped, doubled, changed or swapped, past the first word."""
    start = name.find(" ") + 1
    letters = [i for i in range(start, len(name) - 1) if name[i].isalpha() and name[i + 1].isalpha()]
    if not letters:
        return name
    i = chance.choice(letters)
    return chance.choice(
        [
            name[:i] + name[i + 1 :],
            name[:i] + name[i] + name[i:],
            name[:i] + chance.choice("aeirstn") + name[i + 1 :],
            name[:i] + name[i + 1] + name[i] + name[i + 2 :],
        ]
    )
