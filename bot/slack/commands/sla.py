"""The commands of `/sla`: what is promised, what was kept, and why."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from bot import wording
from bot.config.identities import is_person_id
from bot.errors import UserFacingError
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import Payload
from bot.slack.blocks.offers import form_offer
from bot.slack.blocks.promises import levels_shown, rules_shown
from bot.slack.blocks.reports import log_table, report_table
from bot.slack.blocks.status import status_shown
from bot.slack.blocks.why import why_shown
from bot.slack.commands.call import ADMINS, AGENTS, EVERYONE, Call, Command, Form, require
from bot.slack.commands.digests import digest_shown
from bot.slack.commands.reviews import review
from bot.slack.parsing import command_word, filters
from bot.slack.times_written import YEARS
from bot.usecases import tickets
from bot.usecases.ground.privacy import asked_by
from bot.usecases.promises import levels as promises
from bot.usecases.reports import explanations, figures
from bot.usecases.status import status as state
from bot.wording import commands as told
from bot.words.spelling import named, unquoted
from sla_core.reports.compliance import GROUPINGS
from sla_core.reports.selection import Selection
from sla_core.tickets.vocabulary import METRICS

REPORT_KEYS: Final = {
    name: name
    for name in ("by", "from", "to", "department", "agent", "level", "metric", "state", "customer")
} | {"dept": "department"}

LOG_KEYS: Final = {name: key for name, key in REPORT_KEYS.items() if name != "by"}
GROUP_WORDS: Final = {name: f"by {name}" for name in GROUPINGS}
GROUPED: Final = {word: name for name, word in GROUP_WORDS.items()}


def levels(call: Call) -> Payload:
    """Every level with what it promises."""
    require(AGENTS, call.work, call.user_id)
    return levels_shown(promises.levels(call.work))


def level_new(call: Call) -> Payload:
    """A form needs a click, where no slash command gave one."""
    require(ADMINS, call.work, call.user_id)
    return form_offer(
        wording.forms.offer(), wording.forms.level_title(), ids.LEVEL_FORM, unquoted(call.plain())
    )


def level_form(text: str) -> Form:
    """The form of a new level, with the name typed so far."""
    return Form(ids.LEVEL_FORM, unquoted(text))


def rules(call: Call) -> Payload:
    """Every rule, from the top."""
    require(AGENTS, call.work, call.user_id)
    return rules_shown(promises.rules(call.work))


def report(call: Call) -> Payload:
    """What was kept, by groups."""
    require(AGENTS, call.work, call.user_id)
    chosen = filters(call.plain_with_ids(), GROUP_WORDS, REPORT_KEYS)
    by = _groupings(chosen)
    selection = _selection(call, chosen)
    rows = figures.compliance_for(call.work, selection, by, call.user_id)
    return report_table(rows, by, str(selection.zone), call.names)


def log(call: Call) -> Payload:
    """The clocks themselves, the latest first."""
    require(AGENTS, call.work, call.user_id)
    chosen = filters(call.plain_with_ids(), {}, LOG_KEYS)
    selection = _selection(call, chosen)
    rows = figures.log_for(call.work, selection, call.user_id)
    return log_table(rows, str(selection.zone), call.names)


def why(call: Call) -> Payload:
    """Every clock of a ticket, span by span."""
    meant = call.ticket("why")
    metric = command_word(meant.rest).replace(" ", "_").replace("-", "_") or None
    if metric is not None and metric not in METRICS:
        raise UserFacingError(wording.refusals.no_metric(meant.rest, METRICS))
    return explained(call, meant.number, metric)


def explained(call: Call, number: int, metric: str | None = None) -> Payload:
    """Why the clocks of a ticket stand where they do, for who may read it; less for who asked."""
    loaded = tickets.readable_by(call.work, number, call.user_id)
    found = explanations.explained(call.work, number, metric)
    is_theirs = asked_by(loaded.row, call.user_id)
    undelivered = loaded.view(call.work).undelivered
    return why_shown(number, found, to_requester=is_theirs, undelivered=undelivered)


def status(call: Call) -> Payload:
    """How the bot itself is."""
    return status_shown(state.status_for(call.work, call.user_id, call.arrival_id))


def _groupings(chosen: dict[str, str]) -> list[str]:
    named = [name.strip() for name in chosen.pop("by", "").split(",") if name.strip()]
    by = named + [name for word, name in GROUPED.items() if chosen.pop(word, None)]
    for name in by:
        if name not in GROUPINGS:
            raise UserFacingError(wording.refusals.no_grouping(name, GROUPINGS))
    return by or ["metric"]


def _selection(call: Call, chosen: dict[str, str]) -> Selection:
    given: dict[str, Any] = dict(chosen)
    first_on, last_on = _day(given.pop("from", None)), _day(given.pop("to", None))
    configuration = call.work.configuration
    for key, known in (
        ("department", configuration.departments),
        ("level", configuration.levels),
        ("customer", configuration.customers),
    ):
        if key in given:
            given[key] = named(given[key], [each.name for each in known.values()]) or given[key]
    if "agent" in given:
        given["agent"] = _agent(call, given["agent"])
    return replace(figures.selection_of(call.work), first_on=first_on, last_on=last_on, **given)


def _agent(call: Call, typed: str) -> str:
    """The id of who is meant; other help desks' people are in the log as they were imported."""
    mentioned = typed.removeprefix("@")
    found = call.work.directory.anyones_id(mentioned if is_person_id(mentioned) else typed)
    if found is None and call.work.directory.namesakes(typed):
        raise UserFacingError(wording.objections.no_agent(call.plain(typed)))
    return found or typed


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise UserFacingError(wording.refusals.bad_day(written)) from None
    if day.year not in YEARS:
        raise UserFacingError(wording.refusals.too_far(written, YEARS))
    return day


SLA: Final = (
    Command("levels", "", told.levels, AGENTS, levels),
    Command("level new", "[name]", told.level_new, ADMINS, level_new, level_form),
    Command("rules", "", told.rules, AGENTS, rules),
    Command(
        "report",
        "[metric, level, department, agent, day …] [from:2026-03-01] [to:2026-03-31] [level:X]",
        told.report,
        AGENTS,
        report,
    ),
    Command("log", "[from:2026-03-01] [state:missed] [metric:X]", told.log, AGENTS, log),
    Command("why", "42 [metric]", told.why, EVERYONE, why),
    Command("review", "[open, all] [dept:X]", told.review, AGENTS, review),
    Command("digest", "[day, week, month] [now] [dept:X]", told.digest, AGENTS, digest_shown),
    Command("status", "", told.status, AGENTS, status),
    Command("help", "[command]", told.help_, EVERYONE, examples=("", "report")),
)
