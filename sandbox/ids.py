"""Identifiers shaped like Slack's."""

import secrets
import string

_ALPHABET = string.ascii_uppercase + string.digits
_LOWER = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 10) -> str:
    """Return a fresh id such as `V0A1B2C3D4E`: the prefix and `length` capitals or digits."""
    return prefix + "0" + "".join(secrets.choice(_ALPHABET) for _ in range(length - 1))


def short_id(length: int = 5) -> str:
    """Return what Slack puts into a `block_id` or `action_id` left empty."""
    return "".join(secrets.choice(_LOWER) for _ in range(length))


def secret(length: int = 32) -> str:
    """Return an unguessable lower-case hexadecimal string of `length` characters."""
    return secrets.token_hex(length // 2)
