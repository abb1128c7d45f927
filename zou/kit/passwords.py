"""Password hashes (bcrypt), and random secrets."""

import secrets
import string
from functools import lru_cache

import bcrypt

#: bcrypt looks at no more bytes than these.
LONGEST = 72
LETTERS = string.ascii_letters + string.digits


def hash_password(text: str, rounds: int) -> bytes:
    """The bcrypt hash of a password, at a cost of 2^`rounds`."""
    return bcrypt.hashpw(text.encode()[:LONGEST], bcrypt.gensalt(rounds))


def password_matches(text: str, hashed: bytes | None, *, rounds: int = 12) -> bool:
    """Whether `text` is the password behind `hashed`. Without a hash it is not, after as long a time (at `rounds`)."""
    try:
        same = bcrypt.checkpw(text.encode()[:LONGEST], bytes(hashed or _nobody(rounds)))
    except ValueError:
        return False
    return same and bool(hashed)


def random_text(length: int) -> str:
    """A secret of letters and digits."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


@lru_cache
def _nobody(rounds: int) -> bytes:
    """A hash that no password matches, so that an unknown account takes as long as a known one."""
    return hash_password(random_text(32), rounds)
