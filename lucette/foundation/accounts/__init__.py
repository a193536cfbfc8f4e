"""People, sign-in by e-mailed link, roles with their scope (a territory, or an organization: a membership is a role).

Enters: an address. Leaves: an actor, in one role at a time.
Decides: who invites.
"""
