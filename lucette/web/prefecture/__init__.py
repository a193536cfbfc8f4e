"""The prefecture's space."""
