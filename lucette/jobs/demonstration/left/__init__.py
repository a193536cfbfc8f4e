"""Last chapter: what the story leaves to play. When it stops, something waits in each state, for each person of the scheme."""
