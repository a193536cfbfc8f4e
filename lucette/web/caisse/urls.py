"""Addresses of the space `/caisse/`. Lists and objects of the money are read by the three parties to the fund and the auditor."""

from __future__ import annotations

from django.urls import path

from lucette.web.caisse import dashboard, lists, objects

app_name = "caisse"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("bureaux/", lists.desks, name="desks"),
    path("conventions/", lists.agreements, name="agreements"),
    path("conventions/<uuid:agreement_id>/", objects.agreement, name="agreement"),
    path("ordres/", lists.orders, name="orders"),
    path("ordres/<uuid:order_id>/", objects.order, name="order"),
    path("lots/", lists.batches, name="batches"),
    path("lots/<uuid:batch_id>/", objects.batch, name="batch"),
    path("releves/", lists.statements, name="statements"),
    path("releves/<uuid:statement_id>/", objects.statement, name="statement"),
    path("factures/", lists.invoices, name="invoices"),
    path("factures/<uuid:invoice_id>/", objects.invoice, name="invoice"),
    path("recrutements/", lists.hires, name="hires"),
    path("recrutements/<uuid:hire_id>/", objects.hire, name="hire"),
    path("coordonnees-bancaires/", lists.bank_details, name="bank_details"),
]
