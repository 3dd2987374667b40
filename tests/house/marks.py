"""The proof that something was tried: said by a test, checked against what Slack delivered."""

import pytest


def tries(*what: str) -> pytest.MarkDecorator:
    """Say what a test tries: `command:/ticket claim`, `action:ticket_claim`, `form:ticket_reply`.

    Also `event:message.channels`, `shortcut:open_ticket`, `options:customer`, `mention:/ticket
    show`. The test fails when Slack did not deliver it to the bot meanwhile.
    """
    return pytest.mark.tries(*what)
