"""The acts of the support team, one page each."""
