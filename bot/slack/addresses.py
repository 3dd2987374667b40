"""Where things stand in Slack, as addresses that a browser opens."""


def address_of(channel_id: str, ts: str, domain: str) -> str:
    """The address of a message, or of the thread that begins with it."""
    return f"https://{domain}.slack.com/archives/{channel_id}/p{ts.replace('.', '')}"
