"""The quality of the service as people live it: how many finish what they begin, how long it takes, what they think of it, whether the
site answers.

Enters: a journey begun, a journey finished, an opinion, a reading of the site. Leaves: the figures of each month, published.
Decides: nobody. Nothing here says who.
"""
