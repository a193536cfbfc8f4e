"""Derived, rebuildable; owns no fact of its own."""
