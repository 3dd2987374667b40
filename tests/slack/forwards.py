"""Messages as Slack sends them with more in them than their text."""

SOURCE = "https://example.slack.com/archives/CLOUNGE/p1772440000000100"
WORDS = "The export of invoices fails since this morning"


def forward(text=WORDS, **more):
    """A message of Dan's, as it stands in one it was forwarded with."""
    blocks = [{"type": "rich_text", "elements": [_section(text)]}]
    place = {"team": "T1", "channel": "CLOUNGE", "ts": "1772440000.000100"}
    return {
        "ts": "1772440000.000100",
        "author_id": "UDAN",
        "channel_id": "CLOUNGE",
        "channel_team": "T1",
        "is_msg_unfurl": True,
        "message_blocks": [{**place, "message": {"blocks": blocks}}],
        "color": "D0D0D0",
        "from_url": SOURCE,
        "is_share": True,
        "fallback": f"[March 2nd, 2026 9:26 AM] dan: {text}",
        "text": text,
        "author_name": "Daniel",
        "author_link": "https://example.slack.com/team/UDAN",
        "author_subname": "Daniel",
        "mrkdwn_in": ["text"],
        "footer": "Slack Conversation",
        **more,
    }


def preview(url, text="A page about printers"):
    """What Slack adds to a message that has a link."""
    return {
        "id": 1,
        "from_url": url,
        "original_url": url,
        "service_name": "Printers Today",
        "title": "Printers",
        "title_link": url,
        "text": text,
        "fallback": f"Printers Today: {text}",
    }


def stub(file_id="F1"):
    """All that Slack Connect shows of another company's file."""
    return {
        "id": file_id,
        "mode": "file_access",
        "file_access": "check_file_info",
        "created": 0,
        "timestamp": 0,
        "user": "",
    }


def _section(text):
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
