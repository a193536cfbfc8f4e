"""Pages for everyone."""

from __future__ import annotations

from django.urls import path

from lucette.web.public import contact, views

app_name = "public"
urlpatterns = [
    path("contact/", contact.contact, name="contact"),
    path("contact/envoye/", contact.sent, name="contact_sent"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("plan-du-site/", views.sitemap, name="sitemap"),
    path("sante/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
