"""The commands of `/ticket`, in the order of the help: their words, for whom, what each does."""

from typing import Final

from bot.slack.act.commands import assignment, properties, search, states
from bot.slack.act.commands.call import AGENTS, EVERYONE, Command
from bot.slack.act.commands.form_offers import with_number_only
from bot.slack.draw.blocks import actions as ids
from bot.wording import commands as texts

TICKET: Final = (
    Command(
        *("new", "[subject]", texts.new, EVERYONE, search.new, search.new_form),
        group=texts.find,
        examples=("", "VPN is down"),
    ),
    Command(
        *("next", "", texts.next_, AGENTS, search.next_one), group=texts.find, more=texts.next_more
    ),
    Command(
        "list",
        "[mine, unassigned, overdue, escalated, dept:X, level:X, status:X, priority:X, customer:X, "
        "group:X, tag:X, source:X]",
        texts.list_,
        EVERYONE,
        search.listing,
        group=texts.find,
        examples=("mine", "unassigned dept:Support", 'overdue customer:"Acme & Sons"', "tag:vip"),
        more=texts.list_more,
        for_requesters="[mine, unassigned, overdue, dept:X, status:X, tag:X, source:X]",
    ),
    Command(*("show", "42", texts.show, EVERYONE, search.show), group=texts.find, examples=("42",)),
    Command(
        *("claim", "42", texts.claim, AGENTS, assignment.claim), group=texts.work, examples=("42",)
    ),
    Command(
        *("release", "42", texts.release, AGENTS, assignment.release),
        group=texts.work,
        examples=("42",),
    ),
    Command(
        "assign",
        "42 [@who]",
        texts.assign,
        AGENTS,
        assignment.assign,
        with_number_only(ids.ASSIGN_FORM),
        group=texts.work,
        examples=("42 @ana", "42 me", "42 ana@example.com"),
    ),
    Command(
        "reply",
        "42 [text]",
        texts.reply,
        AGENTS,
        assignment.reply,
        with_number_only(ids.REPLY_FORM),
        group=texts.work,
        examples=("42 We are on it.", "42"),
        more=texts.reply_more,
    ),
    Command(
        "note",
        "42 [text]",
        texts.note,
        AGENTS,
        assignment.note,
        with_number_only(ids.NOTE_FORM),
        group=texts.work,
        examples=("42 She called again.", "42"),
    ),
    Command(
        *("no-reply", "42", texts.no_reply, AGENTS, assignment.no_reply),
        group=texts.work,
        examples=("42",),
        more=texts.no_reply_more,
    ),
    Command(
        *("pending", "42 [until]", texts.pending, AGENTS, states.pending),
        group=texts.turn,
        examples=("42", "42 2h", "42 tomorrow 9:00", "42 2026-03-05 14:00"),
        more=texts.until_more,
    ),
    Command(
        *("hold", "42 [until]", texts.hold, AGENTS, states.hold),
        group=texts.turn,
        examples=("42", "42 monday"),
        more=texts.until_more,
    ),
    Command(
        *("resolve", "42 [text]", texts.resolve, AGENTS, states.resolve),
        group=texts.turn,
        examples=("42", "42 The new printer is there."),
    ),
    Command(
        *("close", "42", texts.close, AGENTS, states.close), group=texts.turn, examples=("42",)
    ),
    Command(
        *("reopen", "42", texts.reopen, EVERYONE, states.reopen), group=texts.turn, examples=("42",)
    ),
    Command(*("spam", "42", texts.spam, AGENTS, states.spam), group=texts.turn, examples=("42",)),
    Command(
        *("delete", "42", texts.delete, AGENTS, states.delete), group=texts.turn, examples=("42",)
    ),
    Command(
        *("restore", "42", texts.restore, AGENTS, states.restore),
        group=texts.turn,
        examples=("42",),
    ),
    Command(
        "priority",
        "42 [low, normal, high, urgent]",
        texts.priority,
        AGENTS,
        properties.priority,
        with_number_only(ids.PRIORITY_FORM),
        group=texts.describe,
        examples=("42 high",),
    ),
    Command(
        "dept",
        "42 [department]",
        texts.dept,
        AGENTS,
        properties.department,
        with_number_only(ids.DEPARTMENT_FORM),
        group=texts.describe,
        examples=("42 Billing",),
    ),
    Command(
        "level",
        "42 [level, auto]",
        texts.level,
        AGENTS,
        properties.level,
        with_number_only(ids.LEVEL_FORM_OF_TICKET),
        group=texts.describe,
        examples=("42 Urgent", "42 auto"),
        more=texts.level_more,
    ),
    Command(
        "customer",
        "42 [customer, none]",
        texts.customer,
        AGENTS,
        properties.customer,
        with_number_only(ids.CUSTOMER_FORM),
        group=texts.describe,
        examples=("42 Acme", "42 none"),
    ),
    Command(
        "tag",
        "42 [+tag -tag]",
        texts.tag,
        AGENTS,
        properties.tag,
        with_number_only(ids.TAGS_FORM),
        group=texts.describe,
        examples=("42 +vip -old", '42 +"billing issue"'),
    ),
    Command(
        "field",
        "42 [key=value]",
        texts.field,
        AGENTS,
        properties.field,
        with_number_only(ids.FIELD_FORM),
        group=texts.describe,
        examples=("42 Room=12", "42 Room="),
    ),
    Command(
        "merge",
        "42 [into 17]",
        texts.merge,
        AGENTS,
        properties.merge,
        with_number_only(ids.MERGE_FORM),
        group=texts.describe,
        examples=("42 into 17",),
        more=texts.merge_more,
    ),
    Command("help", "[command]", texts.help_, EVERYONE, group=texts.find, examples=("", "pending")),
)
