"""Back office of the support team, read-only."""
