"""Doors and menu of the space of host structures."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.web.gate.door import Door, Menu, only, space

HERE = space("host")

REPRESENTATIVE = only(RoleName.HOST_REPRESENTATIVE)
SECRETARY = only(RoleName.HOST_SECRETARY)

DOORS: dict[str, Door] = {
    **{
        f"host:{name}": HERE
        for name in (
            *("dashboard", "documents"),
            *(
                "applications",
                "application",
                "open",
                "deliberation",
                "give_pieces",
                "take_back_piece",
                "add_partner",
                "ask_contact",
                "take_off_partner",
                "ask_derogation",
                "file",
                "decline",
                "complete",
                "appeal",
                "answer_lapse",
                "withdraw",
                "award",
                "ask_agreement",
            ),
            *("draft_structure", "draft_need", "draft_project", "draft_contact", "draft_pieces", "draft_commitments", "draft_summary"),
            *("agreements", "agreement", "preview_agreement", "sign_agreement", "sign_elsewhere", "cancel_agreement", "seals"),
            *("amendment", "ask_renewal", "return_posts", "ask_end", "answer_notice"),
            *("change_agreement", "ask_more_posts", "ask_more_time", "ask_new_entity", "ask_transfer"),
            *("posts", "post", "pool", "invite", "why_not", "hire", "select", "cancel_hire", "declare_contract"),
            *("payments", "order", "declare_account", "account", "confirm_account", "withdraw_account"),
            *("trainings", "enrol", "enrolment", "interrupt_training"),
            *("places", "place", "open_place", "set_hours", "close_place"),
            *("referrals", "referral", "refer", "close_referral"),
            *("reports", "report", "prepare_report"),
            *("recoveries", "recovery", "answer_recovery", "projection"),
            *("members", "change_phone", "renew_invitation", "end_member"),
        )
    },
    # what the secretary prepares, and the representative alone does
    **{f"host:{name}": REPRESENTATIVE for name in ("submit_report", "invite_member", "delegate", "end_delegation")},
    **{f"host:{name}": SECRETARY for name in ("hand_over", "invite_representative")},
}
MENU: Menu = (
    ("Tableau de bord", "host:dashboard"),
    ("Candidatures", "host:applications"),
    ("Conventions", "host:agreements"),
    ("Postes", "host:posts"),
    ("Formations", "host:trainings"),
    ("Versements", "host:payments"),
    ("Comptes rendus", "host:reports"),
    ("Lieux", "host:places"),
    ("Orientations", "host:referrals"),
    ("Équipe", "host:members"),
    ("Réseau", "gate:publications"),
)
