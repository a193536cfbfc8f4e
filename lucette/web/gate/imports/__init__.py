"""Import a file, in five steps that every space shares: the file, its columns, the trial, the import, and the way back.

A space says where its desk is (`Desk`), and takes the `addresses` of its pages.
"""

from lucette.web.gate.imports.acts import Desk
from lucette.web.gate.imports.pages import addresses

__all__ = ["Desk", "addresses"]
