"""The Caisse des Dépôts' space: agreements, payment desks."""
