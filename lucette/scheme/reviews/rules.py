"""Eligibility, rule by rule, each with its text and its source; the length of an opinion; days of suspension. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from lucette.foundation.organizations.rules import core_of
from lucette.kernel.french import date, number, plural
from lucette.scheme.applications.enums import ReminderKind
from lucette.scheme.calls.rules import within
from lucette.scheme.reviews.enums import ProposalKind, Strength, Verdict

CALL_PARAMETER = "Paramètre de l’appel"
CALL_TEXT = "Texte de l’appel"
# Insee, catégories juridiques: services of the State outside its central administration
STATE_SERVICES = ("7160", "7171", "7172", "7179")
SHORTEST_COMMENT, LONGEST_COMMENT = 10, 1000
LAST_DAYS = 3  # before the end of the time allowed to complete


@dataclass(frozen=True, slots=True)
class Check:
    """One rule answered: its code, pass / fail / to_check, why in French, the text it comes from."""

    rule: str
    verdict: str
    text: str
    source: str

    @property
    def label(self) -> str:
        return Verdict(self.verdict).label


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered to a check: pass or fail, why, which day."""

    verdict: str
    reason: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Category:
    """The line of the call that answers for the Insee legal category of the host."""

    label: str
    source: str
    to_check: str = ""
    # where the State must have identified the establishment beforehand: by which decision; "" when it did not; None elsewhere
    identified: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What eligibility is computed from. `taken_over`: an award published before, whose decision is not judged again."""

    legal_category: str
    category: Category | None
    identifier: str
    identifier_valid: bool
    closed_on: dt.date | None
    filed_on: dt.date
    opens_on: dt.date
    closes_on: dt.date | None
    posts_asked: int
    post_ceiling: int
    zone: str
    grant: str
    grant_source: str
    taken_over: bool = False


def eligibility(it: Facts) -> list[Check]:
    """Every rule answered, in the order in which people read them."""
    checks = [legal_category(it), state_service(it), identifier(it), establishment(it), window(it), posts(it), zone(it)]
    if not it.taken_over:
        return checks
    note = " Décision déjà publiée, reprise telle quelle."
    return [replace(c, verdict=Verdict.TO_CHECK, text=c.text + note) if c.verdict == Verdict.FAIL else c for c in checks]


def open_checks(checks: Iterable[Check]) -> list[Check]:
    """Those that a person must still answer."""
    return [check for check in checks if check.verdict == Verdict.TO_CHECK]


def answered(checks: Iterable[Check], answers: Mapping[str, Answer]) -> list[Check]:
    """The checks as computed, those left to a person with her answer when she gave one."""
    return [_with(check, answers.get(check.rule)) if check.verdict == Verdict.TO_CHECK else check for check in checks]


def _with(check: Check, answer: Answer | None) -> Check:
    if answer is None:
        return check
    return replace(check, verdict=answer.verdict, text=f"{check.text} Vérifié le {date(answer.on)} : {answer.reason}")


def verdict(checks: Iterable[Check]) -> bool | None:
    """True when every rule passes, False when one fails, None when one is to check by hand."""
    found = {check.verdict for check in checks}
    if Verdict.FAIL in found:
        return False
    return None if Verdict.TO_CHECK in found else True


def legal_category(it: Facts) -> Check:
    rule = "legal_category"
    if not it.legal_category:
        return Check(
            rule, Verdict.TO_CHECK, "La catégorie juridique de la structure n’est pas connue : lisez l’avis de situation Sirene.", CALL_TEXT
        )
    if it.category is None:
        return Check(rule, Verdict.FAIL, f"La catégorie juridique {it.legal_category} n’est pas de celles que vise l’appel.", CALL_TEXT)
    if it.category.identified is not None:
        if not it.category.identified:
            return Check(
                rule, Verdict.FAIL, f"{it.category.label} : l’État n’a pas identifié cet établissement au préalable.", it.category.source
            )
        return Check(rule, Verdict.PASS, f"{it.category.label} : identifié par l’État. {it.category.identified}.", it.category.source)
    if it.category.to_check:
        return Check(rule, Verdict.TO_CHECK, f"{it.category.label} : {_lower(it.category.to_check)}", it.category.source)
    return Check(
        rule, Verdict.PASS, f"{it.category.label} (catégorie juridique {it.legal_category}) : visée par l’appel.", it.category.source
    )


def state_service(it: Facts) -> Check:
    if it.legal_category in STATE_SERVICES:
        return Check("state_service", Verdict.FAIL, "Les services déconcentrés de l’État ne peuvent pas candidater.", CALL_TEXT)
    return Check("state_service", Verdict.PASS, "La structure n’est pas un service déconcentré de l’État.", CALL_TEXT)


def identifier(it: Facts) -> Check:
    source = "Code de commerce, art. R. 123-221 (numéro SIRET)" if it.identifier == "SIRET" else "Registre de Nouvelle-Calédonie (RIDET)"
    if it.identifier_valid:
        return Check("identifier", Verdict.PASS, f"Le numéro {it.identifier} est valable.", source)
    return Check("identifier", Verdict.FAIL, f"Le numéro {it.identifier} n’est pas valable : sa clé de contrôle est fausse.", source)


def establishment(it: Facts) -> Check:
    source = "Répertoire Sirene"
    if it.closed_on and it.closed_on <= it.filed_on:
        return Check("establishment", Verdict.FAIL, f"L’établissement est fermé depuis le {date(it.closed_on)}.", source)
    return Check("establishment", Verdict.PASS, "L’établissement n’est pas connu comme fermé.", source)


def window(it: Facts) -> Check:
    runs = f"du {date(it.opens_on)} au {date(it.closes_on)}" if it.closes_on else f"depuis le {date(it.opens_on)}"
    text = f"Dépôt du {date(it.filed_on)} ; l’appel court {runs}."
    return Check("window", Verdict.PASS if within(it.filed_on, it.opens_on, it.closes_on) else Verdict.FAIL, text, CALL_PARAMETER)


def posts(it: Facts) -> Check:
    text = f"{plural(it.posts_asked, 'poste demandé', 'postes demandés')} ; l’appel en permet {it.post_ceiling} au plus."
    return Check("posts", Verdict.PASS if 1 <= it.posts_asked <= it.post_ceiling else Verdict.FAIL, text, CALL_PARAMETER)


def zone(it: Facts) -> Check:
    if it.grant:
        return Check("zone", Verdict.PASS, f"{it.zone} : {it.grant} par poste.", it.grant_source)
    return Check("zone", Verdict.FAIL, f"{it.zone} : le barème de l’appel ne prévoit aucun montant pour cet employeur.", CALL_PARAMETER)


def comment_problem(comment: str, longest: int = LONGEST_COMMENT) -> str:
    """Why this comment cannot go with an opinion, in French; empty when it can (domain.md §3: 10 to 1,000 characters)."""
    length = len(comment.strip())
    if SHORTEST_COMMENT <= length <= longest:
        return ""
    return f"Le texte compte {plural(length, 'caractère')} : donnez-en entre 10 et {number(longest)}."


def proposed(kind: str, name: str, agreement_number: str = "") -> str:
    """What a prefecture proposes, as the instruction and the committee read it (domain.md §3: it may name another structure, or the one
    from which a post is transferred)."""
    if kind == ProposalKind.TRANSFER:
        return f"Un poste transféré de la convention {agreement_number} ({name})"
    return f"Une autre structure : {name}"


def before(status: str, said: str) -> str:
    """Where a document stood when it was asked for (again)."""
    return f"{status} : {said}" if status and said else status or "absent"


def completion_reminder(asked_on: dt.date, due_on: dt.date, on: dt.date) -> ReminderKind | None:
    """Which reminder of a request for additions that day calls for: at half time, then three days before; None before and after."""
    if not asked_on < on <= due_on:
        return None
    if on >= due_on - dt.timedelta(days=LAST_DAYS):
        return ReminderKind.COMPLETE_LAST
    return ReminderKind.COMPLETE_SOON if on - asked_on >= (due_on - asked_on) / 2 else None


def suspended_days(asked_on: dt.date, due_on: dt.date, answered_on: dt.date) -> int:
    """Days during which the clock of the answer stood still: until the answer, never beyond the time allowed."""
    return max(0, (min(answered_on, due_on) - asked_on).days)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


OPINION_HURRIES = dt.timedelta(days=5)


def is_working_day(day: dt.date) -> bool:
    """From Monday to Friday."""
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class Office:
    """Where a person is, or was, something: her role in an organization, or an office that she declares."""

    words: str
    body: str
    siren: str


@dataclass(frozen=True, slots=True)
class Bodies:
    """Who asks: the host, and those who share the post; and the address of the contact. `siren`: of the host, "" when it has none."""

    host: str
    siren: str
    partners: tuple[str, ...]
    contact_email: str


@dataclass(frozen=True, slots=True)
class Tie:
    strength: Strength
    reason: str


def tie(offices: Iterable[Office], email: str, of: Bodies, generic: Collection[str]) -> Tie | None:
    """What ties a person to an application: what is enough to influence her, or to seem to (code général de la fonction publique, art.
    L.121-5; impartiality: code des relations entre le public et l’administration, art. L.100-2). An office in the host or in a partner
    keeps away from the file. A mailbox of the contact's domain is told, unless anybody may have one there (`generic`)."""
    names = {core_of(name) for name in (of.host, *of.partners)} - {core_of("")}
    for it in offices:
        if (it.siren and it.siren == of.siren) or core_of(it.body) in names:
            return Tie(Strength.HARD, f"{it.words}, {it.body}"[:200])
    domain = email.rpartition("@")[2].lower()
    if domain and domain not in generic and domain == of.contact_email.rpartition("@")[2].lower():
        return Tie(Strength.SOFT, f"même messagerie que le contact de la structure ({domain})"[:200])
    return None
