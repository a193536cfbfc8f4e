"""Which quota binds first; forecast of fund and posts."""
