"""Stored files, PDF made by Typst, seals and signatures.

Enters: bytes or a template with its facts. Leaves: a file with its hash, a signed PDF.
Decides: nobody.
"""
