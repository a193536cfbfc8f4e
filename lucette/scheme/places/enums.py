"""Kinds of places and how one comes in."""

from django.db.models import TextChoices


class PlaceKind(TextChoices):
    TOWN_HALL = "mairie", "mairie"
    LIBRARY = "bibliotheque", "bibliothèque"
    FRANCE_SERVICES = "france_services", "espace France Services"
    RETIREMENT_HOME = "maison_retraite", "maison de retraite"
    THIRD_PLACE = "tiers_lieu", "tiers-lieu"
    SOCIAL_CENTRE = "ccas", "CCAS ou centre social"
    ASSOCIATION = "association", "local associatif"


class Access(TextChoices):
    FREE = "libre", "sans rendez-vous"
    APPOINTMENT = "rdv", "sur rendez-vous"
