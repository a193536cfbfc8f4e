"""Each operation against its plain way, on the same facts, in the same run: ratios, never a lone time."""
