"""Four hands on every payment: four roles, four natural persons, through all the rounds of one instalment or invoice."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.policies import check_role
from lucette.foundation.accounts.queries import accounts_of
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, allowed
from lucette.scheme.payments.enums import Hand
from lucette.scheme.payments.models import Order, OrderHand, Recovery

ROLES = {
    Hand.REQUEST: RoleName.REQUESTER,
    Hand.CERTIFICATION: RoleName.CERTIFIER,
    Hand.ORDER: RoleName.AUTHORISING_OFFICER,
    Hand.ACCOUNT: RoleName.ACCOUNTANT,
    Hand.COUNTERSIGNATURE: RoleName.AUTHORISING_OFFICER,
}


def check_can_hold(by: Actor, hand: Hand, *, instalment_id: UUID | None, invoice_id: UUID | None) -> None:
    """Raise Forbidden unless `by` has the role of this hand and holds no other hand on what is paid (GBCP art. 9; trust.md A06)."""
    check_role(by, ROLES[hand], sentence=f"Cet acte revient à un autre rôle : {ROLES[hand].label}.")
    same = Q(order__instalment_id=instalment_id) if instalment_id else Q(order__invoice_id=invoice_id)
    _check_no_other_hand(by, hand, same)


def check_can_hold_orders(by: Actor, hand: Hand, orders: Iterable[Order]) -> None:
    """The same for several orders at once."""
    check_role(by, ROLES[hand], sentence=f"Cet acte revient à un autre rôle : {ROLES[hand].label}.")
    orders = list(orders)
    instalments = {it.instalment_id for it in orders if it.instalment_id}
    invoices = {it.invoice_id for it in orders if it.invoice_id}
    _check_no_other_hand(by, hand, Q(order__instalment_id__in=instalments) | Q(order__invoice_id__in=invoices))


def can_hold_orders(by: Actor, hand: Hand, orders: Iterable[Order]) -> bool:
    """True when `check_can_hold_orders` lets this person act on all of them."""
    return allowed(check_can_hold_orders, by, hand, orders)


def can_hold(by: Actor, hand: Hand, order: Order) -> bool:
    """True when `check_can_hold` lets this person act on the order."""
    return allowed(check_can_hold_order, by, hand, order)


def check_can_hold_order(by: Actor, hand: Hand, order: Order) -> None:
    check_can_hold(by, hand, instalment_id=order.instalment_id, invoice_id=order.invoice_id)


def _check_no_other_hand(by: Actor, hand: Hand, same: Q) -> None:
    other = OrderHand.objects.filter(same, Q(person_id=by.pk) | Q(person_id__in=accounts_of(by.pk))).exclude(hand=hand).first()
    if other:
        raise Forbidden(
            "hands.same_person",
            f"Vous avez déjà tenu la main « {Hand(other.hand).label} » sur ce versement : un paiement passe par quatre personnes "
            "différentes, cinq au-dessus d’un seuil. Confiez cet acte à une autre personne.",
        )


def check_can_decide_on_line(by: Actor) -> None:
    """Raise Forbidden unless of the Banque des Territoires: it holds, resumes, asks and answers overrides."""
    sentence = "Cet acte revient à la Banque des Territoires."
    check_role(by, RoleName.REQUESTER, RoleName.CERTIFIER, sentence=sentence)


def check_can_give_money_back(by: Actor) -> None:
    """Raise Forbidden unless the certifier: what she will not certify is cancelled or reduced by her."""
    check_role(by, RoleName.CERTIFIER, sentence="La personne qui certifie annule ou réduit une échéance.")


def check_can_answer_override(by: Actor, asked_by: UUID) -> None:
    """Raise Forbidden unless another natural person of the Banque des Territoires than the one who asked."""
    check_can_decide_on_line(by)
    if by.pk == asked_by or asked_by in set(accounts_of(by.pk)):
        raise Forbidden("override.same_person", "Vous avez demandé cette dérogation : une autre personne y répond.")


def check_can_read_statement(by: Actor) -> None:
    """Accountants, and the nightly import. Raises Forbidden."""
    check_role(by, RoleName.ACCOUNTANT, sentence="Seul un comptable lit les relevés de la banque.", system=True)


def check_can_record_refusal(by: Actor) -> None:
    """A refusal by the bank (pain.002) is recorded by an accountant, or by the import. Raises Forbidden."""
    check_role(by, RoleName.ACCOUNTANT, sentence="Seul un comptable constate le refus de la banque.", system=True)


def check_can_open_account(by: Actor) -> None:
    """Raise Forbidden unless the accountant, or the import of data."""
    check_role(by, RoleName.ACCOUNTANT, RoleName.IMPORTER, sentence="Seul un comptable déclare le compte de la dotation.", system=True)


def check_can_pass_time(by: Actor) -> None:
    """The clock makes instalments fall due; a requester may ask it not to wait. Raises Forbidden."""
    check_role(by, RoleName.REQUESTER, RoleName.IMPORTER, sentence="Les échéances tombent chaque jour d’elles-mêmes.", system=True)


BANK = (RoleName.REQUESTER, RoleName.CERTIFIER)
HOSTS = (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY)


def check_can_ask_back(by: Actor) -> None:
    """The Banque des Territoires computes what must come back, and answers the host; a delegate who ends an agreement too."""
    check_role(by, *BANK, RoleName.CAISSE_DELEGATE, sentence="Seule la Banque des Territoires demande un reversement.")


def check_can_change_entity(by: Actor) -> None:
    check_role(by, RoleName.CAISSE_DELEGATE, sentence="Seul un délégataire de la Caisse des Dépôts change la structure porteuse.")


def check_can_answer_recovery(by: Actor) -> None:
    """The host says what it has to say. Raises Forbidden."""
    check_role(by, *HOSTS, sentence="Seule la structure répond au projet d’ordre de reversement.")


def check_can_notify(by: Actor, it: Recovery) -> None:
    """An authorising officer, who did not issue it. Raises Forbidden."""
    check_role(by, RoleName.AUTHORISING_OFFICER, sentence="Seul un ordonnateur notifie un ordre de reversement.")
    _check_another_person(by, it.issued_by)


def check_can_collect(by: Actor) -> None:
    """The accountant says what came in, and reminds; the nightly jobs too. Raises Forbidden."""
    check_role(by, RoleName.ACCOUNTANT, sentence="Seul un comptable encaisse et rappelle un reversement.", system=True)


def check_can_give_up(by: Actor, it: Recovery) -> None:
    """A delegate of the Caisse des Dépôts, a third person. Raises Forbidden."""
    check_role(by, RoleName.CAISSE_DELEGATE, sentence="Seul un délégataire de la Caisse des Dépôts renonce à un reversement.")
    _check_another_person(by, *(pk for pk in (it.issued_by, it.notified_by) if pk))


def _check_another_person(by: Actor, *others: UUID) -> None:
    if {by.pk, *accounts_of(by.pk)} & set(others):
        raise Forbidden(
            "recovery.same_person",
            "Vous êtes déjà intervenue sur ce reversement : une autre personne doit le notifier, et une troisième y renoncer.",
        )


def can_notify(by: Actor, it: Recovery) -> bool:
    return allowed(check_can_notify, by, it)


def can_give_up(by: Actor, it: Recovery) -> bool:
    return allowed(check_can_give_up, by, it)
