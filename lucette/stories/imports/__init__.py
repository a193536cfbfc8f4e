"""Files of many lines: what their lines become in the rooms of the scheme, and how an import is played."""

from lucette.stories.imports.play import cleared, drop, go_on, match, offer, read, start, target_of, undo

__all__ = ["cleared", "drop", "go_on", "match", "offer", "read", "start", "target_of", "undo"]
