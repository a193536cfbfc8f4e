"""Every address of the site, one file a space. Who may come in: `lucette.web.gate.access.DOORS`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from lucette.web.gate.files import document
from lucette.web.public.views import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("lucette.web.public.urls")),
    path("", include("lucette.web.signin.urls")),
    path("document/<uuid:document_id>/", document, name="document"),
    path("", include("lucette.web.gate.urls")),
    path("design/", include("lucette.web.design.urls")),
    path("structure/", include("lucette.web.host.urls")),
    path("conseiller/", include("lucette.web.adviser.urls")),
    path("prefecture/", include("lucette.web.prefecture.urls")),
    path("anct/", include("lucette.web.agency.urls")),
    path("caisse/", include("lucette.web.caisse.urls")),
    path("dgcl/", include("lucette.web.funder.urls")),
    path("formation/", include("lucette.web.training.urls")),
    path("audit/", include("lucette.web.audit.urls")),
    path("assistance/", include("lucette.web.support.urls")),
]
handler400 = "lucette.web.gate.refusals.bad_request"
handler403 = "lucette.web.gate.refusals.permission_denied"
handler404 = "lucette.web.gate.refusals.page_not_found"
handler500 = "lucette.web.gate.refusals.server_error"
