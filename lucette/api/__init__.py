"""REST: same queries, same actions. Empty until its issue."""
