"""The acts of the Caisse des Dépôts, one page each."""
