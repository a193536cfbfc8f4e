"""Pages for everyone."""

from __future__ import annotations

from django.urls import path

from lucette.web.public import (
    booking,
    calls,
    contact,
    easy,
    figures,
    host_contact,
    nearby,
    opinion,
    place,
    priority,
    quality,
    understand,
    unsubscribe,
    verify,
    views,
    welcome_candidate,
    welcome_host,
)

app_name = "public"
urlpatterns = [
    path("trouver-de-l-aide/", nearby.search, name="help"),
    path("trouver-de-l-aide/<uuid:place_id>/", place.page, name="place"),
    path("rendez-vous/<uuid:place_id>/", booking.book, name="book"),
    path("rendez-vous/suivi/<str:token>/", booking.appointment, name="appointment"),
    path("j-aide-quelqu-un/", understand.carers, name="carers"),
    path("aide/", understand.faq, name="faq"),
    path("facile-a-lire/", easy.page, name="easy"),
    path("facile-a-lire/<slug:code>/", easy.page, name="easy"),
    path("comprendre/", understand.scheme, name="understand"),
    path("candidater/structure/", welcome_host.apply, name="apply_host"),
    path("candidater/structure/<slug:step>/", welcome_host.apply, name="apply_host"),
    path("candidater/conseiller/", welcome_candidate.apply, name="apply_adviser"),
    path("candidater/conseiller/<slug:step>/", welcome_candidate.apply, name="apply_adviser"),
    path("former-vos-agents/", understand.other_ways, name="other_ways"),
    path("candidature/contact/<str:token>/", host_contact.page, name="confirm_contact"),
    path("appels/", calls.listing, name="calls"),
    path("appels/<slug:code>/", calls.page, name="call"),
    path("comite/priorite/", priority.page, name="priority"),
    path("avis/<slug:journey>/", opinion.page, name="opinion"),
    path("avis/<slug:journey>/<slug:step>/", opinion.page, name="opinion"),
    path("qualite/", quality.page, name="quality"),
    path("chiffres-cles/", figures.page, name="figures"),
    path("contact/", contact.contact, name="contact"),
    path("contact/envoye/", contact.sent, name="contact_sent"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("plan-du-site/", views.sitemap, name="sitemap"),
    path("desabonnement/<str:token>/", unsubscribe.page, name="unsubscribe"),
    path("verifier/", verify.ask, name="verify"),
    path("verifier/<slug:code>/", verify.page, name="verified"),
    path("sante/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
