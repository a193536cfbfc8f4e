"""Addresses of the space `/dgcl/`. The fund and its endowments are read by the three parties and the auditor."""

from __future__ import annotations

from django.urls import path

from lucette.web.funder import calls, endowments, parameters, renderings, views
from lucette.web.funder.acts.authority import ON_AUTHORITY
from lucette.web.funder.acts.calls import ON_CALL, AskFunds
from lucette.web.funder.acts.endowments import ON_ENDOWMENT, OpenAccount, PrepareEndowment
from lucette.web.funder.acts.moves import ON_MOVE, RequestMove
from lucette.web.funder.acts.parameters import DecideParameter
from lucette.web.funder.acts.renderings import ON_RENDERING
from lucette.web.gate.acts import routes

app_name = "funder"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("fonds/", views.fund, name="fund"),
    path("dotations/", endowments.endowments, name="endowments"),
    path("dotations/<uuid:endowment_id>/", endowments.endowment, name="endowment"),
    path("virements/", endowments.moves, name="moves"),
    path("virements/<uuid:move_id>/", endowments.move, name="move"),
    path("comptes/", renderings.renderings, name="renderings"),
    path("comptes/<uuid:rendering_id>/", renderings.rendering, name="rendering"),
    path("appels-de-fonds/", calls.fund_calls, name="fund_calls"),
    path("appels-de-fonds/<uuid:call_id>/", calls.fund_call, name="fund_call"),
    path("parametres/", parameters.parameters, name="parameters"),
    *routes(*ON_AUTHORITY),
    *routes(PrepareEndowment, *ON_ENDOWMENT, OpenAccount, RequestMove, *ON_MOVE, DecideParameter, AskFunds, *ON_CALL, *ON_RENDERING),
]
