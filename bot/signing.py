"""Keyed hashes: who somebody is without saying who, and buttons that nobody can make up."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

SEAL: Final = 10
"""Hexadecimal digits of a seal: 40 bits, to be guessed by pressing, at some presses a second."""


class Keys:
    """Hashes under a secret that only the operator has; all processes of a bot share it."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def user(self, user: int) -> str:
        """Stands for a user in the database, 64 hexadecimal digits."""
        return self._hash("user", user)

    def answer(self, chat: int, message: int, file: str, read: str, user: int) -> str:
        """Stands for the answer to a picture, as one user judges it, 64 hexadecimal digits.

        Read differently, by another model, the same picture has another answer: what is said of the
        digits of one is nothing about those of the other.

        Args:
            chat: where the picture is.
            message: that it was sent in.
            file: names the picture itself, which may be replaced within its message.
            read: the number that was read.
            user: who judges.
        """
        return self._hash("answer", chat, message, file, read, user)

    def seal(self, *parts: object) -> str:
        """What only this bot can put beside `parts`."""
        return self._hash("seal", *parts)[:SEAL]

    def fits(self, seal: str, *parts: object) -> bool:
        """Whether `seal` is the one of `parts`."""
        return hmac.compare_digest(seal, self.seal(*parts))

    def _hash(self, *parts: object) -> str:
        message = "\0".join(str(part) for part in parts)
        return hmac.new(self._secret, message.encode(), hashlib.sha256).hexdigest()
