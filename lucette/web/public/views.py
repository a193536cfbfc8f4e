"""The home, the pages that the law asks for, and what machines read."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lucette.kernel import clock
from lucette.kernel.french import plural
from lucette.web.design import accessibility as accessibility_of
from lucette.web.design.accessibility import Audit, conformity
from lucette.web.design.elements import Fact
from lucette.web.public.figures import on_home
from lucette.web.public.texts import FOUR_DOORS, PLAN, SITE_MAP, SIX_STEPS, testimonies


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Help near you, what the scheme is in words, where it stands in figures."""
    return render(
        request,
        "public/home.html",
        {
            "title": "Près de chez vous, quelqu’un pour vous aider avec le numérique",
            "heading": "Près de chez vous, quelqu’un pour vous aider avec le numérique.",
            "doors": FOUR_DOORS,
            "steps": SIX_STEPS,
            "testimonies": testimonies(),
            "words": "",
            "figures": on_home(),
            "no_breadcrumb": True,
        },
    )


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "public/legal.html",
        {
            "title": "Mentions légales",
            "publisher": settings.PUBLISHER,
            "director": settings.PUBLICATION_DIRECTOR,
            "hosting": settings.HOSTING,
            "source_url": settings.SOURCE_URL,
        },
    )


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html", {"title": "Données personnelles et cookies", "publisher": settings.PUBLISHER})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement in the form that the law imposes, computed from the last audit; the plan of three years."""
    audit = accessibility_of.LAST_AUDIT
    words = {"title": f"Accessibilité : {conformity(clock.today())}", "audit": audit, "plan": PLAN, "publisher": settings.PUBLISHER}
    return render(request, "public/accessibility.html", words | {"facts": counted(audit) if audit else []})


def counted(audit: Audit) -> list[Fact]:
    """How many criteria are met, not met, not tested, without object."""
    return [
        Fact("Respectés", plural(audit.met, "critère")),
        Fact("Non respectés", plural(len(audit.not_met), "critère")),
        Fact("Non testés", plural(len(audit.untested), "critère")),
        Fact("Sans objet dans ces pages", plural(len(audit.criteria) - audit.applicable, "critère")),
        Fact("Pages vérifiées", plural(len(audit.pages), "page")),
    ]


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return render(request, "public/sitemap.html", {"title": "Plan du site", "parts": SITE_MAP})


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the supervision: the site answers and reaches its database (503 otherwise, from the gate)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = "/" if settings.DEMONSTRATION else "/connexion/"
    return HttpResponse(f"User-agent: *\nDisallow: {closed}\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("design/favicon.svg"), permanent=True)
