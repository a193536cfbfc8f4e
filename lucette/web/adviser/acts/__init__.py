"""The acts of an adviser and of a candidate, one page each."""
