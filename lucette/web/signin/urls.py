"""Sign-in, roles, demonstration."""

from __future__ import annotations

from django.urls import path

from lucette.web.signin import demonstration, mailbox, people, views
from lucette.web.signin.tour import pages as tour

app_name = "signin"
urlpatterns = [
    path("connexion/", views.ask, name="ask"),
    path("connexion/envoye/", views.asked, name="asked"),
    path("connexion/a-nouveau/", views.again, name="again"),
    path("connexion/<str:token>/", views.use, name="use"),
    path("deconnexion/", views.sign_out, name="sign_out"),
    path("entree/", views.entry, name="entry"),
    path("roles/", views.roles, name="roles"),
    path("demonstration/", people.personas, name="personas"),
    path("demonstration/visite/", tour.whole, name="tour"),
    path("demonstration/visite/<slug:key>/", tour.step, name="step"),
    path("demonstration/visite/<slug:key>/jouer/", tour.play, name="play"),
    path("demonstration/visite/<slug:key>/trace/", tour.trace, name="trace"),
    path("demonstration/<uuid:role_id>/", demonstration.become, name="become"),
    path("boite-aux-lettres/", mailbox.mailbox, name="mailbox"),
    path("boite-aux-lettres/<uuid:letter_id>/", mailbox.letter, name="letter"),
    path("boite-aux-lettres/<uuid:letter_id>/rendu/", mailbox.rendering, name="rendering"),
    path("boite-aux-lettres/<uuid:letter_id>/ouvrir/", mailbox.open_letter, name="open_letter"),
]
