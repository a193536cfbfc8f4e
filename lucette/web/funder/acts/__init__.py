"""The acts on an endowment and on its envelopes, one page each, for each of the three parties and the accountant."""
