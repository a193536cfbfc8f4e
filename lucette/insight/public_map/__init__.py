"""Who helps where."""
