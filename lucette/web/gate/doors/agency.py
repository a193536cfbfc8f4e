"""Doors and menu of the space of the ANCT."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.web.gate.door import Door, Menu, only, space

HERE = space("agency")
INSTRUCTION = only(RoleName.INSTRUCTOR, RoleName.AGENCY_DIRECTOR)
SECRETARIAT = only(RoleName.INSTRUCTOR)
ANIMATION = only(RoleName.ANIMATOR)
TIED = only(RoleName.INSTRUCTOR, RoleName.AGENCY_DIRECTOR, RoleName.CHAIR, RoleName.MEMBER)
MANDATED = only(RoleName.INSTRUCTOR, RoleName.CHAIR, RoleName.MEMBER)
DIRECTION = only(RoleName.AGENCY_DIRECTOR)

DOORS: dict[str, Door] = {
    "agency:dashboard": HERE,
    "agency:applications": HERE,
    "agency:application": HERE,
    "agency:take": INSTRUCTION,
    "agency:to_take": INSTRUCTION,
    "agency:ask_completion": INSTRUCTION,
    "agency:answer_check": INSTRUCTION,
    "agency:read_piece": INSTRUCTION,
    "agency:invite_proposed_host": INSTRUCTION,
    "agency:inadmissible": INSTRUCTION,
    "agency:decide_appeal": INSTRUCTION,
    **dict.fromkeys(("agency:announce_lapse", "agency:decide_lapse"), INSTRUCTION),
    "agency:derogate": DIRECTION,
    **dict.fromkeys(("agency:declare_interest", "agency:interests", "agency:withdraw_interest"), TIED),
    **dict.fromkeys(("agency:mandates", "agency:declare_mandate", "agency:end_mandate"), MANDATED),
    "agency:put_on_agenda": SECRETARIAT,
    "agency:sessions": HERE,
    "agency:prepare_session": SECRETARIAT,
    "agency:session": HERE,
    "agency:room": HERE,
    **dict.fromkeys(("agency:fill_agenda", "agency:fill_from_waiting", "agency:take_off"), SECRETARIAT),
    **dict.fromkeys(("agency:rectify_session", "agency:add_correction"), SECRETARIAT),
    "agency:convene": SECRETARIAT,
    "agency:declare_conflict": only(RoleName.CHAIR, RoleName.MEMBER, RoleName.INSTRUCTOR),
    "agency:open_session": only(RoleName.CHAIR, RoleName.INSTRUCTOR),
    "agency:decide": only(RoleName.CHAIR, RoleName.INSTRUCTOR),
    "agency:decide_together": only(RoleName.CHAIR, RoleName.INSTRUCTOR),
    "agency:import_agenda": only(RoleName.CHAIR, RoleName.INSTRUCTOR),
    "agency:move_to_waiting": only(RoleName.CHAIR, RoleName.INSTRUCTOR),
    "agency:sign_minutes": only(RoleName.CHAIR),
    "agency:close_session": DIRECTION,
    "agency:publish_session": INSTRUCTION,
    "agency:award": HERE,
    "agency:calls": HERE,
    "agency:prepare_call": INSTRUCTION,
    "agency:call": HERE,
    **dict.fromkeys(("agency:identify", "agency:take_off_identified"), INSTRUCTION),
    **dict.fromkeys(("agency:publish_call", "agency:open_call", "agency:pause_call", "agency:resume_call"), DIRECTION),
    **dict.fromkeys(("agency:close_call", "agency:close_intake"), DIRECTION),
    **dict.fromkeys(("agency:amend_parameter", "agency:amend_scale"), DIRECTION),
    "agency:trainings": HERE,
    "agency:open_training": INSTRUCTION,
    "agency:reports": HERE,
    "agency:report": HERE,
    "agency:acknowledge": INSTRUCTION,
    "agency:publications": HERE,
    **dict.fromkeys(("agency:draft_publication", "agency:publish_publication", "agency:withdraw_publication"), ANIMATION),
    "agency:publication": HERE,
}
MENU: Menu = (
    ("Tableau de bord", "agency:dashboard"),
    ("Candidatures", "agency:applications"),
    ("Comité de sélection", "agency:sessions"),
    ("Liens d’intérêts", "agency:interests"),
    ("Appels", "agency:calls"),
    ("Formations", "agency:trainings"),
    ("Dotations", "funder:endowments"),
    ("Rapports reçus", "agency:reports"),
    ("Publications", "agency:publications"),
    ("Seuils et délais", "funder:parameters"),
)
