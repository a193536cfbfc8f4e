"""The guided tour: the scheme in order, each deed to be played as the person whose turn it is, and the trace of the last time."""
