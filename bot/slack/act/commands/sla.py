"""The commands of `/sla`: promises, how they were kept, and why."""

from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.administration import ADMINISTRATION
from bot.slack.act.commands.audit import audit
from bot.slack.act.commands.call import ADMINS, AGENTS, EVERYONE, Call, Command, require
from bot.slack.act.commands.config_files import CONFIG_COMMANDS
from bot.slack.act.commands.digests import digest_shown
from bot.slack.act.commands.editor_commands import LEVEL_COMMANDS
from bot.slack.act.commands.reviews import review
from bot.slack.act.commands.rules import RULES
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.explanation import why_shown
from bot.slack.draw.blocks.reports import log_table, report_table
from bot.slack.draw.blocks.status import status_shown
from bot.slack.hear.typed_text import command_word, filters
from bot.usecases import tickets
from bot.usecases.ground.privacy import asked_by
from bot.usecases.reports import explanations
from bot.usecases.reports.selections import WORDS, asked_for, groupings_of
from bot.usecases.status import status as state
from bot.wording import commands as texts
from sla_core.reports.compliance import GROUPINGS, compliance
from sla_core.tickets.vocabulary import METRICS

LOG_KEYS: Final = {name: name for name in WORDS} | {"dept": "department"}
REPORT_KEYS: Final = {"by": "by"} | LOG_KEYS
GROUP_WORDS: Final = {name: f"by {name}" for name in GROUPINGS}
GROUPED: Final = {word: name for name, word in GROUP_WORDS.items()}


def report(call: Call) -> Payload:
    """What was kept, by groups."""
    require(AGENTS, call.work, call.user_id)
    selection = filters(call.plain_with_ids(), GROUP_WORDS, REPORT_KEYS)
    by = _groupings(selection)
    clocks = asked_for(call.work, selection, call.user_id)
    rows = compliance(clocks.rows, by, clocks.zone)
    return report_table(rows, by, str(clocks.zone), call.names)


def log(call: Call) -> Payload:
    """The clocks themselves, the latest first."""
    require(AGENTS, call.work, call.user_id)
    selection = filters(call.plain_with_ids(), {}, LOG_KEYS)
    clocks = asked_for(call.work, selection, call.user_id)
    return log_table(clocks.rows, str(clocks.zone), call.names)


def why(call: Call) -> Payload:
    """Every clock of a ticket, span by span."""
    ticket = call.ticket("why")
    metric = command_word(ticket.rest).replace(" ", "_").replace("-", "_") or None
    if metric is not None and metric not in METRICS:
        raise UserFacingError(wording.refusals.no_metric(ticket.rest, METRICS))
    return explained(call, ticket.number, metric)


def explained(call: Call, number: int, metric: str | None = None) -> Payload:
    """Why the clocks of a ticket stand where they do, for who may read it; less for who asked."""
    loaded = tickets.readable_by(call.work, number, call.user_id)
    clocks = explanations.explained(call.work, number, metric)
    is_theirs = asked_by(loaded.row, call.user_id)
    undelivered = loaded.view(call.work).undelivered
    return why_shown(number, clocks, to_requester=is_theirs, undelivered=undelivered)


def status(call: Call) -> Payload:
    """How the bot itself is."""
    return status_shown(state.status_for(call.work, call.user_id, call.arrival_id))


def _groupings(selection: dict[str, str]) -> list[str]:
    names = groupings_of(selection.pop("by", ""))
    more = [name for word, name in GROUPED.items() if selection.pop(word, None)]
    return names + more or ["metric"]


SLA: Final = (
    *LEVEL_COMMANDS,
    *ADMINISTRATION,
    *RULES,
    *CONFIG_COMMANDS,
    Command(
        "report",
        "[metric, level, department, agent, day …] [from:2026-03-01] [to:2026-03-31] [level:X]",
        texts.report,
        AGENTS,
        report,
    ),
    Command("log", "[from:2026-03-01] [state:missed] [metric:X]", texts.log, AGENTS, log),
    Command("why", "42 [metric]", texts.why, EVERYONE, why),
    Command("review", "[open, all] [dept:X]", texts.review, AGENTS, review),
    Command("digest", "[day, week, month] [now] [dept:X]", texts.digest, AGENTS, digest_shown),
    Command(
        "audit",
        "[42] [by:@who] [level, rules, ticket …] [since:2026-03-01] [until:2026-03-31] [csv]",
        texts.audit,
        ADMINS,
        audit,
        examples=("", "42", "level since:2026-03-01", "by:@ana csv"),
        more=texts.audit_more,
    ),
    Command("status", "", texts.status, AGENTS, status),
    Command("help", "[command]", texts.help_, EVERYONE, examples=("", "report")),
)
