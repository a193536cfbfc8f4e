"""The host's space."""
