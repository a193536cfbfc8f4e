"""Where advisers receive the public; opening hours.

Enters: a host's place. Leaves: where and when somebody helps.
Decides: the host.
"""
