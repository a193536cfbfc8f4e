"""One act on many objects, each on its own: a refusal holds up no other, and a stopped worker takes up where it was.

Enters: the objects ticked in a list. Leaves: an answer a line, done or refused with its sentence; a letter when one did not wait for it.
Decides: nobody. Each line is judged by the room of its act, handed by the story (`stories.in_bulk`), in the name of whoever asked.
"""
