"""The commands of `/ticket`, in the order of the help: their words, for whom, what each does."""

from typing import Final

from bot.slack.blocks import actions as ids
from bot.slack.commands import assignment, properties, search, states
from bot.slack.commands.call import AGENTS, EVERYONE, Command
from bot.slack.commands.form_offers import with_number_only
from bot.wording import commands as told

TICKET: Final = (
    Command(
        *("new", "[subject]", told.new, EVERYONE, search.new, search.new_form),
        group=told.find,
        examples=("", "VPN is down"),
    ),
    Command(
        *("next", "", told.next_, AGENTS, search.next_one), group=told.find, more=told.next_more
    ),
    Command(
        "list",
        "[mine, unassigned, overdue, escalated, dept:X, level:X, status:X, priority:X, customer:X, "
        "group:X, tag:X, source:X]",
        told.list_,
        EVERYONE,
        search.listing,
        group=told.find,
        examples=("mine", "unassigned dept:Support", 'overdue customer:"Acme & Sons"', "tag:vip"),
        more=told.list_more,
        for_requesters="[mine, unassigned, overdue, dept:X, status:X, tag:X, source:X]",
    ),
    Command(*("show", "42", told.show, EVERYONE, search.show), group=told.find, examples=("42",)),
    Command(
        *("claim", "42", told.claim, AGENTS, assignment.claim), group=told.work, examples=("42",)
    ),
    Command(
        *("release", "42", told.release, AGENTS, assignment.release),
        group=told.work,
        examples=("42",),
    ),
    Command(
        "assign",
        "42 [@who]",
        told.assign,
        AGENTS,
        assignment.assign,
        with_number_only(ids.ASSIGN_FORM),
        group=told.work,
        examples=("42 @ana", "42 me", "42 ana@example.com"),
    ),
    Command(
        "reply",
        "42 [text]",
        told.reply,
        AGENTS,
        assignment.reply,
        with_number_only(ids.REPLY_FORM),
        group=told.work,
        examples=("42 We are on it.", "42"),
        more=told.reply_more,
    ),
    Command(
        "note",
        "42 [text]",
        told.note,
        AGENTS,
        assignment.note,
        with_number_only(ids.NOTE_FORM),
        group=told.work,
        examples=("42 She called again.", "42"),
    ),
    Command(
        *("no-reply", "42", told.no_reply, AGENTS, assignment.no_reply),
        group=told.work,
        examples=("42",),
        more=told.no_reply_more,
    ),
    Command(
        *("pending", "42 [until]", told.pending, AGENTS, states.pending),
        group=told.turn,
        examples=("42", "42 2h", "42 tomorrow 9:00", "42 2026-03-05 14:00"),
        more=told.until_more,
    ),
    Command(
        *("hold", "42 [until]", told.hold, AGENTS, states.hold),
        group=told.turn,
        examples=("42", "42 monday"),
        more=told.until_more,
    ),
    Command(
        *("resolve", "42 [text]", told.resolve, AGENTS, states.resolve),
        group=told.turn,
        examples=("42", "42 The new printer is there."),
    ),
    Command(*("close", "42", told.close, AGENTS, states.close), group=told.turn, examples=("42",)),
    Command(
        *("reopen", "42", told.reopen, EVERYONE, states.reopen), group=told.turn, examples=("42",)
    ),
    Command(*("spam", "42", told.spam, AGENTS, states.spam), group=told.turn, examples=("42",)),
    Command(
        *("delete", "42", told.delete, AGENTS, states.delete), group=told.turn, examples=("42",)
    ),
    Command(
        *("restore", "42", told.restore, AGENTS, states.restore), group=told.turn, examples=("42",)
    ),
    Command(
        "priority",
        "42 [low, normal, high, urgent]",
        told.priority,
        AGENTS,
        properties.priority,
        with_number_only(ids.PRIORITY_FORM),
        group=told.describe,
        examples=("42 high",),
    ),
    Command(
        "dept",
        "42 [department]",
        told.dept,
        AGENTS,
        properties.department,
        with_number_only(ids.DEPARTMENT_FORM),
        group=told.describe,
        examples=("42 Billing",),
    ),
    Command(
        "level",
        "42 [level, auto]",
        told.level,
        AGENTS,
        properties.level,
        with_number_only(ids.LEVEL_FORM_OF_TICKET),
        group=told.describe,
        examples=("42 Urgent", "42 auto"),
        more=told.level_more,
    ),
    Command(
        "customer",
        "42 [customer, none]",
        told.customer,
        AGENTS,
        properties.customer,
        with_number_only(ids.CUSTOMER_FORM),
        group=told.describe,
        examples=("42 Acme", "42 none"),
    ),
    Command(
        "tag",
        "42 [+tag -tag]",
        told.tag,
        AGENTS,
        properties.tag,
        with_number_only(ids.TAGS_FORM),
        group=told.describe,
        examples=("42 +vip -old", '42 +"billing issue"'),
    ),
    Command(
        "field",
        "42 [key=value]",
        told.field,
        AGENTS,
        properties.field,
        with_number_only(ids.FIELD_FORM),
        group=told.describe,
        examples=("42 Room=12", "42 Room="),
    ),
    Command(
        "merge",
        "42 [into 17]",
        told.merge,
        AGENTS,
        properties.merge,
        with_number_only(ids.MERGE_FORM),
        group=told.describe,
        examples=("42 into 17",),
        more=told.merge_more,
    ),
    Command("help", "[command]", told.help_, EVERYONE, group=told.find, examples=("", "pending")),
)
