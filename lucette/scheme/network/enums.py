"""States of what the national animation publishes."""

from django.db.models import TextChoices

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel.workflow import Transition, Workflow


class PublicationStatus(TextChoices):
    DRAFT = "draft", "brouillon"
    PUBLISHED = "published", "publiée"
    WITHDRAWN = "withdrawn", "retirée"


S = PublicationStatus
PUBLICATION = Workflow(
    "la publication",
    PublicationStatus,
    Transition("draft", "préparer une publication", (), (S.DRAFT,)),
    Transition("publish", "publier", (S.DRAFT,), (S.PUBLISHED,)),
    Transition("withdraw", "retirer la publication", (S.PUBLISHED,), (S.WITHDRAWN,)),
)


class PublicationKind(TextChoices):
    RESOURCE = "resource", "ressource"
    EVENT = "event", "événement"


class Audience(TextChoices):
    HOSTS = "hosts", "structures d’accueil"
    ADVISERS = "advisers", "conseillers numériques"
    EVERYONE = "everyone", "structures et conseillers"


AUDIENCES = {
    R.HOST_REPRESENTATIVE.value: (Audience.HOSTS, Audience.EVERYONE),
    R.HOST_SECRETARY.value: (Audience.HOSTS, Audience.EVERYONE),
    R.ADVISER.value: (Audience.ADVISERS, Audience.EVERYONE),
}
WRITTEN_TO = {
    Audience.HOSTS: (R.HOST_REPRESENTATIVE,),
    Audience.ADVISERS: (R.ADVISER,),
    Audience.EVERYONE: (R.HOST_REPRESENTATIVE, R.ADVISER),
}
