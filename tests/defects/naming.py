"""How a test names the defect of others that it stands against: ``@defect(7, "zammad 534")``."""

import pytest


def defect(number: int, seen_in: str) -> pytest.MarkDecorator:
    """The mark of a test: the number of the row in docs/defects.md, and where it was seen.

    ``pytest -m defect`` runs all of them, ``-m "defect(number=7)"`` those of one row.
    """
    return pytest.mark.defect(number=number, seen_in=seen_in)
