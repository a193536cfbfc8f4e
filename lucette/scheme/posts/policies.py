"""Who may move a post: posts follow the acts of the rooms above and below, whose own policies hold too."""

from __future__ import annotations

from collections.abc import Sequence

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.policies import check_role
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.posts.enums import PostStatus

FILLABLE = (PostStatus.AGREED, PostStatus.VACANT)


def check_can_create(by: Actor) -> None:
    """Who closes a session. Raises Forbidden."""
    check_role(by, RoleName.AGENCY_DIRECTOR, RoleName.IMPORTER, sentence="Les postes naissent de la décision signée par l’ANCT.")


def check_can_attach(by: Actor) -> None:
    """Who signs the agreement for the Caisse des Dépôts. Raises Forbidden."""
    check_role(by, RoleName.CAISSE_DELEGATE, sentence="Les postes se rattachent à la signature de la convention par la Caisse des Dépôts.")


def check_can_release(by: Actor) -> None:
    """Who gives an award back. Raises Forbidden."""
    check_role(
        by,
        RoleName.HOST_REPRESENTATIVE,
        RoleName.HOST_SECRETARY,
        RoleName.INSTRUCTOR,
        RoleName.AGENCY_DIRECTOR,
        RoleName.REQUESTER,
        RoleName.CAISSE_DELEGATE,
        sentence="Seules la structure, l’ANCT et la Caisse des Dépôts peuvent libérer des postes.",
    )


def check_can_end(by: Actor) -> None:
    """Who signs an amendment or a termination for the Caisse des Dépôts, and who settles. Raises Forbidden."""
    check_role(
        by, RoleName.CAISSE_DELEGATE, sentence="Seul un délégataire de la Caisse des Dépôts met fin à un poste, par un acte qu’il signe."
    )


def check_free(posts: Sequence[tuple[str, PostStatus]]) -> None:
    """A post ends once nobody holds it. Raises RuleBroken, naming those that cannot."""
    held = [number for number, status in posts if status == PostStatus.FILLED]
    if held:
        which = f"{french.word(len(held), 'poste', 'postes')} {', '.join(held)}"
        raise RuleBroken("post.held", f"Enregistrez d’abord la fin du contrat en cours : {which}.")
    if over := [number for number, status in posts if status not in FILLABLE]:
        raise RuleBroken("post.over", f"Ce poste a déjà pris fin, ou n’est pas encore conventionné : {', '.join(over)}.")


def check_can_fill(by: Actor) -> None:
    """Banque des Territoires, when it validates a contract or its end. Raises Forbidden."""
    check_role(
        by, RoleName.CERTIFIER, RoleName.REQUESTER, sentence="Seule la Banque des Territoires valide un contrat de travail ou sa fin."
    )


def check_fillable(status: PostStatus) -> None:
    """A post is filled from agreed or from vacant. Raises RuleBroken."""
    if status in FILLABLE:
        return
    said = {
        PostStatus.RESERVED: "La convention n’est pas encore signée : le poste ne peut pas être pourvu.",
        PostStatus.FILLED: "Ce poste est déjà pourvu : enregistrez d’abord la fin du contrat en cours.",
        PostStatus.RETURNED: "Ce poste est rendu : il ne peut plus être pourvu.",
        PostStatus.ENDED: "Ce poste a pris fin avec sa convention : il ne peut plus être pourvu.",
        PostStatus.RELEASED: "Ce poste est revenu à la dotation : il ne peut plus être pourvu.",
    }
    raise RuleBroken("post.not_fillable", said[status])


def check_can_watch(by: Actor) -> None:
    """Time itself, or the import of what it did. Raises Forbidden."""
    check_role(by, RoleName.IMPORTER, sentence="Seul le temps qui passe alerte d’une vacance.", system=True)
