"""Where a post is in its life: derived from its dated attachments and assignments, never stored."""

from django.db.models import TextChoices


class PostStatus(TextChoices):
    RESERVED = "reserved", "réservé"
    AGREED = "agreed", "conventionné, à pourvoir"
    FILLED = "filled", "pourvu"
    VACANT = "vacant", "vacant"
    RELEASED = "released", "libéré"
    RETURNED = "returned", "rendu"
    ENDED = "ended", "terminé"


OVER = (PostStatus.RELEASED, PostStatus.RETURNED, PostStatus.ENDED)  # it has no host any more


class VacancyStage(TextChoices):
    """How near a vacant post is to the end of the time allowed between two advisers."""

    SOON = "soon", "bientôt au terme"
    OVER = "over", "délai atteint"
