"""Animation of the network: resources, news, events.

Enters: a resource or an event. Leaves: hosts and advisers told, and what it cost.
Decides: the national animation.
"""
