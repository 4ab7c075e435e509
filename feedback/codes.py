"""The two words a citizen keeps: the public code of a case and its secret.

Both use 19 characters that can't be mistaken for one another in print, in handwriting or when read out in
Vietnamese: no vowels (so no words, and no A/Ă/Â or E/Ê), one of each look-alike pair (8 and not B, 5 and not
S, 2 and not Z, 6 and not G), neither D (Đ) nor J (read like G), M and not N, W and neither U nor V.
Nineteen is prime, so one weighted check character catches every single wrong character and every swap.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable, Sequence

ALPHABET = "23456789CFHKMPQRTWX"
_BASE = len(ALPHABET)
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
# What people write for the character that we print.
_LOOK_ALIKES = str.maketrans({"Z": "2", "S": "5", "B": "8", "G": "6", "N": "M"})

BODY_LENGTH = 8
SECRET_LENGTH = 16
_GROUP = 4
_MAX_TYPED = 80

_HASH_NAME = "pbkdf2_sha256"
# The secret is 68 random bits, so a light stretch is enough and a look-up stays cheap.
_HASH_ROUNDS = 20_000


def _grouped(characters: str) -> str:
    return "-".join(characters[start : start + _GROUP] for start in range(0, len(characters), _GROUP))


def _typed_characters(typed: str) -> str:
    """Upper-case letters and digits of what somebody typed, without dashes, spaces or marks."""
    if len(typed) > _MAX_TYPED:
        return ""
    plain = unicodedata.normalize("NFKD", typed.upper().replace("Đ", "D")).upper()
    return "".join(character for character in plain if character.isascii() and character.isalnum())


def check_character(payload: str) -> str:
    """The check character for the first seven characters of a public code."""
    total = sum((BODY_LENGTH - index) * _VALUES[character] for index, character in enumerate(payload))
    return ALPHABET[-total % _BASE]


def new_public_code(prefix: str, choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A fresh code such as ``AH-4K7M-92PX``: the prefix, seven random characters, one check character."""
    payload = "".join(choose(ALPHABET) for _ in range(BODY_LENGTH - 1))
    return f"{prefix}-{_grouped(payload + check_character(payload))}"


def parse_public_code(typed: str, prefix: str) -> str | None:
    """The canonical code for what was typed, or None.

    Small letters, spaces, missing dashes, a missing prefix and look-alike letters are forgiven; a wrong or
    swapped character is not, because the check character no longer fits.
    """
    characters = _typed_characters(typed)
    head = _typed_characters(prefix)
    if len(characters) == len(head) + BODY_LENGTH and characters.startswith(head):
        characters = characters[len(head) :]
    body = characters.translate(_LOOK_ALIKES)
    if len(body) != BODY_LENGTH or any(character not in _VALUES for character in body):
        return None
    if check_character(body[:-1]) != body[-1]:
        return None
    return f"{prefix}-{_grouped(body)}"


def secret_from_bytes(digest: bytes) -> str:
    """A secret of four groups of four characters from at least 16 uniformly random bytes."""
    if len(digest) < 16:
        raise ValueError("A secret needs at least 16 random bytes")
    number = int.from_bytes(digest, "big")
    characters = []
    for _ in range(SECRET_LENGTH):
        number, value = divmod(number, _BASE)
        characters.append(ALPHABET[value])
    return _grouped("".join(characters))


def parse_secret(typed: str) -> str | None:
    """The canonical secret for what was typed, or None when it can't be one."""
    characters = _typed_characters(typed).translate(_LOOK_ALIKES)
    if len(characters) != SECRET_LENGTH or any(character not in _VALUES for character in characters):
        return None
    return _grouped(characters)


def hash_secret(secret: str, salt: bytes | None = None) -> str:
    """A salted hash of a canonical secret, safe to store."""
    salt = secrets.token_bytes(16) if salt is None else salt
    digest = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt, _HASH_ROUNDS)
    return "$".join((_HASH_NAME, str(_HASH_ROUNDS), _b64(salt), _b64(digest)))


def secret_matches(secret: str, stored: str) -> bool:
    """Whether a secret fits a stored hash; compared in constant time."""
    try:
        name, rounds, salt, digest = stored.split("$")
        expected = base64.b64decode(digest)
        found = hashlib.pbkdf2_hmac("sha256", secret.encode(), base64.b64decode(salt), int(rounds))
    except ValueError:
        return False
    return name == _HASH_NAME and hmac.compare_digest(found, expected)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


# Compared against when there is no such case, so that a wrong code takes as long as a wrong secret.
NO_CASE_HASH = hash_secret("no such case", salt=b"no such case has")
