"""What is taken as one album, how much of it, and how long it is waited for. Pure."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST: Final = 10
"""As many as Telegram puts into one album; who sends more at once sends several."""
MOST_ALBUMS: Final = 5
"""Albums that are taken together at most."""
LONGER: Final = 6.5
"""How much longer a full album waits, for it may not be the last of what was sent at once.

A phone may take seconds to send up what comes after it.
"""

Sender = Hashable
"""Who sends, and to which topic."""


def together(albums: Mapping[str, Sequence[tuple[Sender, int]]], one: str) -> list[str]:
    """The albums that were sent at once with `one`, itself among them, in order.

    Whoever sends more than fit into an album sends a full one, and the rest in those after it.

    Args:
        albums: of one chat: the sender and the number of each message that has come.
        one: one of them.
    """
    sender = albums[one][0][0]
    own = [name for name, parts in albums.items() if parts[0][0] == sender]
    own.sort(key=lambda name: min(number for _, number in albums[name]))
    chain: list[str] = []
    for name in own:
        if chain and (len(albums[chain[-1]]) < MOST or len(chain) == MOST_ALBUMS):
            if one in chain:
                break
            chain = []
        chain.append(name)
    return chain


def waits(counts: Sequence[int]) -> float:
    """How many times as long as usual to wait for more, after albums of so many messages."""
    if counts[-1] < MOST:
        return 1.0
    return 0.0 if len(counts) == MOST_ALBUMS else LONGER
