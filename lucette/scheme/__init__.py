"""The river: the scheme from its source to its last report. A room knows only the rooms before it."""
