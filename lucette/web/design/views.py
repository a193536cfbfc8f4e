"""Every component in each of its states, to be looked at."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lucette.web.design import samples

# anchor (and template in `design/gallery/`), title, what it is filled with
ROOMS = (
    ("mots", "Mots, états, prochaine étape", samples.words),
    ("taches", "Ce qui vous attend", samples.tasks),
    ("chiffres", "Chiffres clés", samples.figures),
    ("etapes", "Étapes d’un dossier", samples.steps),
    ("essentiel", "L’essentiel", samples.facts),
    ("listes", "Listes : recherche, filtres, tri, pages", samples.lists),
    ("fonds", "Le fonds d’un coup d’œil", samples.fund),
    ("jauges", "Jauges et travail long", samples.gauges),
    ("graphiques", "Graphiques", samples.charts),
    ("effets", "Effets annoncés et messages", samples.effects),
    ("pieces", "Documents, historique, rien encore", samples.papers),
    ("formulaires", "Formulaires", samples.fields),
)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    rooms = [{"anchor": anchor, "title": title, "template": f"design/gallery/{anchor}.html", "of": fill()} for anchor, title, fill in ROOMS]
    lead = "Chaque composant du site, dans chacun de ses états."
    return render(request, "design/gallery.html", {"title": "Galerie des composants", "lead": lead, "rooms": rooms})
