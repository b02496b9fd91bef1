"""How many parts each whole has: a pattern over a block of wholes, so that both directions are arithmetic.

The counts of `BLOCK` wholes follow the weights exactly, and every block has the same ones. So the number of parts, the
first part of a whole and the whole of a part follow from row numbers alone, whatever the size of the demo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

BLOCK = 20
# Few wholes are like many, and no rhythm is seen in them.
_ORDER = (9, 2, 15, 6, 18, 11, 0, 13, 4, 17, 8, 19, 5, 1, 12, 16, 3, 10, 14, 7)


def block(counts: Mapping[str, float]) -> tuple[int, ...]:
    """Parts of each whole in a block: numbers by weight, apportioned by largest remainders."""
    total = sum(counts.values())
    exact = {int(number): weight / total * BLOCK for number, weight in counts.items()}
    shares = {number: int(share) for number, share in exact.items()}
    for number in sorted(exact, key=lambda n: (shares[n] - exact[n], n))[: BLOCK - sum(shares.values())]:
        shares[number] += 1
    even = [number for number in sorted(shares) for _ in range(shares[number])]
    return tuple(even[place] for place in _ORDER)


def children(pattern: Sequence[int], wholes: int) -> int:
    """Parts of the first `wholes` wholes."""
    full, rest = divmod(wholes, len(pattern))
    return full * sum(pattern) + sum(pattern[:rest])
