"""The training bodies' space."""
