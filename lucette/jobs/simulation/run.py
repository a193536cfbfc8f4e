"""Stub."""


def simulate(seed, events):
    raise NotImplementedError
