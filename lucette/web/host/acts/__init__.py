"""The acts of a host structure, one page each."""
