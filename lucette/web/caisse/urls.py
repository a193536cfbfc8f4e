"""Addresses of the space `/caisse/`. Lists and objects of the money are read by the three parties to the fund and the auditor."""

from __future__ import annotations

from django.urls import path

from lucette.web.caisse import (
    accounts,
    agreements,
    amendments,
    bank,
    board,
    bordereaux,
    dashboard,
    desks,
    hires,
    lines,
    lists,
    orders,
    recoveries,
    renderings,
    reports,
    signing,
    vacancies,
)
from lucette.web.caisse.acts.accounts import ON_ACCOUNT
from lucette.web.caisse.acts.agreements import ON_AGREEMENT
from lucette.web.caisse.acts.amendments import ON_AMENDMENT
from lucette.web.caisse.acts.answers import AnswerInquiry, GiveAnswer, ReadAnswer, Replace
from lucette.web.caisse.acts.asking_back import AskBack
from lucette.web.caisse.acts.batches import ON_BATCH, FreezeBatch
from lucette.web.caisse.acts.bordereaux import ON_BORDEREAU, ComposeBordereau
from lucette.web.caisse.acts.ends import ON_LIFE, ON_NOTICE, ON_RUNNING
from lucette.web.caisse.acts.held import ON_HELD
from lucette.web.caisse.acts.hires import ON_HIRE
from lucette.web.caisse.acts.lines import ON_INSTALMENT_LINE, ON_OVERRIDE
from lucette.web.caisse.acts.orders import ON_ORDER
from lucette.web.caisse.acts.pieces import ReadPiece
from lucette.web.caisse.acts.receipts import ON_ORDER_TO_PAY_BACK, ON_STATEMENT_LINE
from lucette.web.caisse.acts.renderings import ON_RENDERING, PrepareAccounts
from lucette.web.caisse.acts.reports import ON_AGENCY_REPORT, ON_REPORT, FreezeReport
from lucette.web.caisse.acts.requests import ON_INVOICE, RequestInstalment
from lucette.web.caisse.acts.settlements import SETTLEMENTS
from lucette.web.caisse.acts.statements import GiveStatement, ReadStatement, demonstration_bank
from lucette.web.gate.acts import routes
from lucette.web.gate.agreements import preview

app_name = "caisse"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("conventions/a-editer/", signing.to_edit, name="to_edit"),
    path("conventions/parapheur/", signing.to_sign, name="to_sign"),
    path("bureaux/", desks.desks, name="desks"),
    path("bureaux/<slug:word>/", desks.desk, name="desk"),
    path("conventions/", lists.agreements, name="agreements"),
    path("postes-vacants/", vacancies.listing, name="vacancies"),
    path("conventions/<uuid:agreement_id>/", agreements.agreement, name="agreement"),
    path("conventions/<uuid:agreement_id>/projet/", preview, name="preview_agreement"),
    path("avenants/", amendments.listing, name="amendments"),
    path("avenants/<uuid:amendment_id>/", amendments.page, name="amendment"),
    path("echeances/", lines.instalment_lines, name="instalment_lines"),
    path("echeances/<uuid:line_id>/", lines.instalment_line, name="instalment_line"),
    path("ordres/", lists.orders, name="orders"),
    path("ordres/<uuid:order_id>/", orders.order, name="order"),
    path("bordereaux/", bordereaux.bordereaux, name="bordereaux"),
    path("bordereaux/<uuid:bordereau_id>/", bordereaux.bordereau, name="bordereau"),
    path("lots/", lists.batches, name="batches"),
    path("lots/<uuid:batch_id>/", bank.batch, name="batch"),
    path("releves/", lists.statements, name="statements"),
    path("releves/lignes/", lists.lines, name="lines"),
    path("releves/lignes/<uuid:line_id>/", board.line, name="line"),
    path("rapprochement/<uuid:endowment_id>/", board.reconciliation, name="reconciliation"),
    path("releves/demonstration/<uuid:pk>/", demonstration_bank, name="demonstration_bank"),
    path("releves/<uuid:statement_id>/", bank.statement, name="statement"),
    path("factures/", lists.invoices, name="invoices"),
    path("factures/<uuid:invoice_id>/", orders.invoice, name="invoice"),
    path("recrutements/", lists.hires, name="hires"),
    path("recrutements/<uuid:hire_id>/", hires.hire, name="hire"),
    path("coordonnees-bancaires/", accounts.listing, name="bank_details"),
    path("coordonnees-bancaires/<uuid:account_id>/", accounts.account, name="account"),
    path("structures/<uuid:organization_id>/comptes/", accounts.history, name="organization_accounts"),
    path("conventions/<uuid:agreement_id>/reversement/", recoveries.grounds, name="recovery_grounds"),
    path("reversements/", recoveries.recoveries, name="recoveries"),
    path("reversements/<uuid:recovery_id>/", recoveries.recovery, name="recovery"),
    path("soldes/", recoveries.samples, name="samples"),
    path("soldes/<uuid:sample_id>/", recoveries.sample, name="sample"),
    path("comptes-rendus/", reports.host_reports, name="reports"),
    path("comptes-rendus/<uuid:report_id>/", reports.host_report, name="report"),
    path("comptes/", renderings.renderings, name="renderings"),
    path("comptes/<uuid:rendering_id>/", renderings.rendering, name="rendering"),
    path("rapports/", reports.agency_reports, name="agency_reports"),
    path("rapports/<uuid:report_id>/", reports.agency_report, name="agency_report"),
    *routes(*ON_INSTALMENT_LINE, *ON_OVERRIDE),
    *routes(*ON_AGREEMENT, ReadPiece, *ON_ORDER, RequestInstalment, *ON_INVOICE, FreezeBatch, *ON_BATCH),
    *routes(*ON_AMENDMENT, *ON_LIFE, *ON_RUNNING, *ON_NOTICE),
    *routes(PrepareAccounts, *ON_RENDERING),
    *routes(AskBack, *ON_ORDER_TO_PAY_BACK, *SETTLEMENTS),
    *routes(ComposeBordereau, *ON_BORDEREAU),
    *routes(GiveStatement, ReadStatement, *ON_STATEMENT_LINE, *ON_HIRE, *ON_ACCOUNT, *ON_HELD, *ON_REPORT, FreezeReport, *ON_AGENCY_REPORT),
    *routes(GiveAnswer, ReadAnswer, AnswerInquiry, Replace),
]
