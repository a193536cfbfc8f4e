"""DSFR layouts and components, template tags, static files."""
