"""The states of an import."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class ImportStatus(TextChoices):
    READ = "read", "colonnes à choisir"
    TRIED = "tried", "essayé"
    RUNNING = "running", "en cours"
    DONE = "done", "importé"
    UNDONE = "undone", "annulé"
    DROPPED = "dropped", "abandonné"


S = ImportStatus
IMPORT = Workflow(
    "l’import",
    ImportStatus,
    Transition("read", "choisir un fichier", (), (S.READ,)),
    Transition("match", "choisir les colonnes", (S.READ, S.TRIED), (S.TRIED,)),
    Transition("start", "importer ces lignes", (S.TRIED,), (S.RUNNING,)),
    Transition("stop", "arrêter l’import", (S.RUNNING,), (S.TRIED,)),
    Transition("finish", "terminer l’import", (S.RUNNING,), (S.DONE,)),
    Transition("undo", "annuler tout l’import", (S.DONE,), (S.UNDONE,)),
    Transition("drop", "abandonner l’import", (S.READ, S.TRIED), (S.DROPPED,)),
)
