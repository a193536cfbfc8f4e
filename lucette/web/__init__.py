"""Doors for people: one space per audience, server-rendered, in French."""
