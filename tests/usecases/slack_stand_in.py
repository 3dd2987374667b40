"""What the outbox says stands in Slack, without a Slack."""

from dataclasses import replace

from bot.store import delivery_rows, outbox


def comes_to_stand(team, key: str, channel_id: str, ts: str) -> None:
    """The message of a key is in Slack now."""
    with team.program.work() as work:
        row = outbox.get(work.connection, "T1", key)
        sent = replace(
            row, state="sent", channel_id=channel_id, ts=ts, sent_at=work.now, settled_at=work.now
        )
        assert delivery_rows.settle(work.connection, row, sent)


def rows(team, prefix: str = "") -> list[outbox.OutboxRow]:
    """What waits to be said, the keys beginning with this."""
    with team.program.work() as work:
        return [row for row in outbox.live(work.connection) if row.key.startswith(prefix)]
