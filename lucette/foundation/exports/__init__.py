"""Lists too long to be written while one waits: asked for, written by the worker, kept a day.

Enters: the address of a list, its filters in it. Leaves: a file, and a letter that says so; a day later, nothing.
Decides: nobody. Each person sees what she asked for, in the role in which she asked.
"""
