"""Doors and menu of the space of the Caisse des Dépôts."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName as R
from lucette.web.gate.door import READERS_OF_THE_FUND, Door, Menu, only, space

HERE = space("caisse")
BANK = only(R.REQUESTER, R.CERTIFIER)  # the Banque des Territoires
REQUESTER, CERTIFIER, OFFICER, ACCOUNTANT = (only(it) for it in (R.REQUESTER, R.CERTIFIER, R.AUTHORISING_OFFICER, R.ACCOUNTANT))
DELEGATE = only(R.CAISSE_DELEGATE)
# who reads the accounts of the hosts: the Caisse des Dépôts, and the auditor
CHECKERS = only(R.CAISSE_DELEGATE, R.REQUESTER, R.CERTIFIER, R.AUTHORISING_OFFICER, R.ACCOUNTANT, R.AUDITOR)

LISTS = (
    "desks",
    "desk",
    "desk_result",
    "agreements",
    "orders",
    "bordereaux",
    "batches",
    "statements",
    "lines",
    "instalment_lines",
    "reconciliation",
    "invoices",
    "agency_reports",
    "recoveries",
    "samples",
)
OBJECTS = (
    "agreement",
    "instalment_line",
    "order",
    "bordereau",
    "batch",
    "statement",
    "line",
    "invoice",
    "agency_report",
    "recovery",
    "sample",
)
OWN = ("dashboard", "renderings", "rendering", "hires", "hire", "reports", "report")
ACCOUNTS = ("bank_details", "account", "organization_accounts")
ACTS: dict[Door, tuple[str, ...]] = {
    REQUESTER: ("generate", "request", "request_invoice", "replace"),
    CERTIFIER: ("certify", "certify_again", "send_back", "cancel_certification", "reduce_certification", "cancel_line", "reduce_line"),
    OFFICER: (
        "give_order",
        "countersign",
        "decline",
        "compose_bordereau",
        "sign_bordereau",
        "countersign_bordereau",
        "take_out",
        "cancel_bordereau",
        "notify_recovery",
    ),
    ACCOUNTANT: (
        "take_in_charge",
        "reject",
        "refuse_by_bank",
        "freeze_batch",
        "send_batch",
        "cancel_batch",
        "give_statement",
        "read_statement",
        "recognise",
        "recognise_execution",
        "recognise_return",
        "recognise_interest",
        "recognise_charge",
        "recognise_recovery",
        "recognise_restitution",
        "reconsider_line",
        "recognise_refund",
        "recognise_error",
        "give_answer",
        "read_answer",
        "answer_inquiry",
        "close_batch",
        "collect_recovery",
        "remind_recovery",
    ),
    DELEGATE: (
        "sign",
        "sign_report",
        "send_report",
        "submit_accounts",
        "waive_recovery",
        "write_off_recovery",
        "cancel_recovery",
        "release_account",
        "refuse_account",
    ),
    BANK: (
        "hold_line",
        "resume_line",
        "ask_override",
        "confirm_override",
        "refuse_override",
        "ask_report",
        "validate_hire",
        "record_end",
        "cancel_hire",
        "check_payee",
        "call_back",
        "verify_account",
        "activate_account",
        "hold_account",
        "prefill_report",
        "accept_report",
        "send_back_report",
    ),
    only(R.REQUESTER, R.CERTIFIER, R.CAISSE_DELEGATE): (
        "recovery_grounds",
        "ask_back",
        "reply_recovery",
        "draw_sample",
        "check_settlement",
    ),
    only(R.REQUESTER, R.CAISSE_DELEGATE): ("cancel_agreement",),
    only(R.ACCOUNTANT, R.CAISSE_DELEGATE): ("prepare_accounts", "withdraw_accounts"),
    only(R.CERTIFIER, R.CAISSE_DELEGATE): ("freeze_report",),
}

DOORS: dict[str, Door] = {
    **{f"caisse:{name}": READERS_OF_THE_FUND for name in (*LISTS, *OBJECTS)},
    **{f"caisse:{name}": HERE for name in OWN},
    **{f"caisse:{name}": CHECKERS for name in ACCOUNTS},
    **{f"caisse:{name}": door for door, names in ACTS.items() for name in names},
    "caisse:demonstration_bank": Door(R.ACCOUNTANT.label, roles=frozenset({R.ACCOUNTANT}), demonstration=True),
}
MENU: Menu = (
    ("Tableau de bord", "caisse:dashboard"),
    ("Bureaux", "caisse:desks"),
    ("Conventions", "caisse:agreements"),
    ("Ordres", "caisse:orders"),
    ("Bordereaux", "caisse:bordereaux"),
    ("Lots", "caisse:batches"),
    ("Relevés", "caisse:statements"),
    ("Factures", "caisse:invoices"),
    ("Reversements", "caisse:recoveries"),
    ("Contrats", "caisse:hires"),
    ("Comptes rendus", "caisse:reports"),
    ("Rapports", "caisse:agency_reports"),
    ("Comptes annuels", "caisse:renderings"),
    ("Le fonds", "funder:fund"),
    ("Appels de fonds", "funder:fund_calls"),
    ("Seuils et délais", "funder:parameters"),
)
