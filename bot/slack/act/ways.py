"""Through what somebody does something in Slack, as the audit log names it."""

from bot.slack.act.commands.table import CommandMatch, meant
from bot.slack.hear import arrivals
from bot.usecases.ground.audit_log import Way
from bot.usecases.hearing.arrivals import InboxRow


def way_of(row: InboxRow) -> Way:
    """The way of an arrival: a command, a button, a form, an emoji, or what was written."""
    payload = row.payload
    if row.kind == arrivals.COMMAND:
        return Way("command", _words(meant(payload["command"], payload["text"])))
    if row.kind == arrivals.MENTION:
        return Way("mention")
    if row.kind == arrivals.ACTION:
        return Way("button", payload["action_id"])
    if row.kind == arrivals.SUBMISSION:
        return Way("form", payload["callback_id"])
    if row.kind == arrivals.REACTION:
        return Way("emoji", payload["purpose"])
    return Way("message")


def way_of_mention(invocation: CommandMatch) -> Way:
    """The way of a command that was written behind a mention of the bot."""
    return Way("mention", _words(invocation))


def _words(invocation: CommandMatch) -> str:
    command = invocation.command
    return invocation.slash if command is None else f"{invocation.slash} {command.words}"
