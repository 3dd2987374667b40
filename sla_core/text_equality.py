"""How text is compared: letters' case and the way accents are typed do not matter."""

from unicodedata import normalize


def folded(text: str) -> str:
    """The text as it is compared: its case folded after NFC (semantics, section 9)."""
    return normalize("NFC", text).casefold()
