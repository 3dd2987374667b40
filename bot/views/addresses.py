"""Where things stand in Slack, as addresses that a browser opens."""


def address_of(channel_id: str, ts: str, domain: str, root_ts: str | None = None) -> str:
    """The address of a message, in the thread that begins at `root_ts` if it is in one.

    That of the first message is the thread's.
    """
    address = f"https://{domain}.slack.com/archives/{channel_id}/p{ts.replace('.', '')}"
    is_reply = root_ts is not None and root_ts != ts
    return f"{address}?thread_ts={root_ts}&cid={channel_id}" if is_reply else address
