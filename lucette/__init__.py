"""Lucette: the platform of the conseillers numériques scheme, from the endowment to the last report."""
