"""How the bank's stand-in misbehaves, as real banks do: so many times in a thousand, drawn by seed."""

from __future__ import annotations

from dataclasses import dataclass

REFUSALS = ("AC01", "AC04", "AC06", "AG01", "BE04", "CNOR", "MS03", "RR04", "TECH")
RETURNS = ("AC01", "AC04", "AC06", "AG01", "MD07", "MS02", "MS03", "RR04")


@dataclass(frozen=True, slots=True)
class Temper:
    """Of a thousand transfers, so many are: `refused` at once, with a reason; executed `late`, one to five days; never heard of again
    (`lost`); `returned` some days after their execution; debited of a `wrong_amount`, put right the day after.

    Of a thousand days, so many have: a movement nobody knows (`unknown`), a `charge`, an `interest`; their files given twice (`repeated`),
    their movements shuffled (`shuffled`), their files given only with those of the next day, newest first (`held`).
    """

    refused: int = 0
    late: int = 0
    lost: int = 0
    returned: int = 0
    wrong_amount: int = 0
    unknown: int = 0
    charge: int = 0
    interest: int = 0
    repeated: int = 0
    shuffled: int = 0
    held: int = 0


CALM = Temper()
REAL = Temper(10, 30, 1, 15, 1, 30, 30, 10, 50, 100, 20)
WILD = Temper(100, 250, 30, 150, 50, 300, 200, 100, 300, 500, 200)
