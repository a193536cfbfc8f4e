"""The fund put to the test: every actor, a bank that misbehaves, processes that die; what must hold is checked all along."""
