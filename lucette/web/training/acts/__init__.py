"""The acts of a training body, one page each."""
