"""The commands of `/ticket`, in the order of the help: their words, for whom, what each does."""

from typing import Final

from bot.slack.blocks import actions as ids
from bot.slack.commands import describing, finding, turning, working
from bot.slack.commands.call import AGENTS, EVERYONE, Command
from bot.slack.commands.offering import with_number_only
from bot.wording import commands as told

TICKET: Final = (
    Command(
        *("new", "[subject]", told.new, EVERYONE, finding.new, finding.new_form),
        group=told.find,
        examples=("", "VPN is down"),
    ),
    Command(
        *("next", "", told.next_, AGENTS, finding.next_one), group=told.find, more=told.next_more
    ),
    Command(
        "list",
        "[mine, unassigned, overdue, escalated, dept:X, level:X, status:X, priority:X, customer:X, "
        "group:X, tag:X, source:X]",
        told.list_,
        EVERYONE,
        finding.listing,
        group=told.find,
        examples=("mine", "unassigned dept:Support", 'overdue customer:"Acme & Sons"', "tag:vip"),
        more=told.list_more,
        for_requesters="[mine, unassigned, overdue, dept:X, status:X, tag:X, source:X]",
    ),
    Command(*("show", "42", told.show, EVERYONE, finding.show), group=told.find, examples=("42",)),
    Command(*("claim", "42", told.claim, AGENTS, working.claim), group=told.work, examples=("42",)),
    Command(
        *("release", "42", told.release, AGENTS, working.release), group=told.work, examples=("42",)
    ),
    Command(
        "assign",
        "42 [@who]",
        told.assign,
        AGENTS,
        working.assign,
        with_number_only(ids.ASSIGN_FORM),
        group=told.work,
        examples=("42 @ana", "42 me", "42 ana@example.com"),
    ),
    Command(
        "reply",
        "42 [text]",
        told.reply,
        AGENTS,
        working.reply,
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
        working.note,
        with_number_only(ids.NOTE_FORM),
        group=told.work,
        examples=("42 She called again.", "42"),
    ),
    Command(
        *("no-reply", "42", told.no_reply, AGENTS, working.no_reply),
        group=told.work,
        examples=("42",),
        more=told.no_reply_more,
    ),
    Command(
        *("pending", "42 [until]", told.pending, AGENTS, turning.pending),
        group=told.turn,
        examples=("42", "42 2h", "42 tomorrow 9:00", "42 2026-03-05 14:00"),
        more=told.until_more,
    ),
    Command(
        *("hold", "42 [until]", told.hold, AGENTS, turning.hold),
        group=told.turn,
        examples=("42", "42 monday"),
        more=told.until_more,
    ),
    Command(
        *("resolve", "42 [text]", told.resolve, AGENTS, turning.resolve),
        group=told.turn,
        examples=("42", "42 The new printer is there."),
    ),
    Command(*("close", "42", told.close, AGENTS, turning.close), group=told.turn, examples=("42",)),
    Command(
        *("reopen", "42", told.reopen, EVERYONE, turning.reopen), group=told.turn, examples=("42",)
    ),
    Command(*("spam", "42", told.spam, AGENTS, turning.spam), group=told.turn, examples=("42",)),
    Command(
        *("delete", "42", told.delete, AGENTS, turning.delete), group=told.turn, examples=("42",)
    ),
    Command(
        *("restore", "42", told.restore, AGENTS, turning.restore), group=told.turn, examples=("42",)
    ),
    Command(
        "priority",
        "42 [low, normal, high, urgent]",
        told.priority,
        AGENTS,
        describing.priority,
        with_number_only(ids.PRIORITY_FORM),
        group=told.describe,
        examples=("42 high",),
    ),
    Command(
        "dept",
        "42 [department]",
        told.dept,
        AGENTS,
        describing.department,
        with_number_only(ids.DEPARTMENT_FORM),
        group=told.describe,
        examples=("42 Billing",),
    ),
    Command(
        "level",
        "42 [level, auto]",
        told.level,
        AGENTS,
        describing.level,
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
        describing.customer,
        with_number_only(ids.CUSTOMER_FORM),
        group=told.describe,
        examples=("42 Acme", "42 none"),
    ),
    Command(
        "tag",
        "42 [+tag -tag]",
        told.tag,
        AGENTS,
        describing.tag,
        with_number_only(ids.TAGS_FORM),
        group=told.describe,
        examples=("42 +vip -old", '42 +"billing issue"'),
    ),
    Command(
        "field",
        "42 [key=value]",
        told.field,
        AGENTS,
        describing.field,
        with_number_only(ids.FIELD_FORM),
        group=told.describe,
        examples=("42 Room=12", "42 Room="),
    ),
    Command(
        "merge",
        "42 [into 17]",
        told.merge,
        AGENTS,
        describing.merge,
        with_number_only(ids.MERGE_FORM),
        group=told.describe,
        examples=("42 into 17",),
        more=told.merge_more,
    ),
    Command("help", "[command]", told.help_, EVERYONE, group=told.find, examples=("", "pending")),
)
