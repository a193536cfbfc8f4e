"""Indicators by territory, host, adviser, period."""
