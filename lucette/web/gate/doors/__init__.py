"""Who may come in by which door, and the menu, space by space. A route that is not here is closed to everyone."""
