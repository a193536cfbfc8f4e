"""What the people of the ANCT do, an act a page."""
