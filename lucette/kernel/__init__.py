"""The alphabet: money, clock, actor, errors, workflow, French text. No table of its own."""
