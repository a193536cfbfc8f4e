"""Queue tasks, importers, management commands; each makes one call."""
