"""Zones of France, kinds of zoning, and the values zoning files use."""

from __future__ import annotations

from django.db.models import TextChoices


class Zone(TextChoices):
    """Where a commune is, as scales of grants distinguish it."""

    METRO = "metro", "Métropole"
    GUADELOUPE = "971", "Guadeloupe"
    MARTINIQUE = "972", "Martinique"
    GUYANE = "973", "Guyane"
    REUNION = "974", "La Réunion"
    MAYOTTE = "976", "Mayotte"
    OTHER_OVERSEAS = "other", "Autre collectivité d’outre-mer"


class ZoningKind(TextChoices):
    ZRR = "zrr", "zone de revitalisation rurale"
    FRR = "frr", "France ruralités revitalisation"
    QPV = "qpv", "quartier prioritaire de la ville"
    FRAGILITY = "ifn", "indice de fragilité numérique"
