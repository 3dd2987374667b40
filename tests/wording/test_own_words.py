"""That no text of two words stands outside of bot/wording, but for what nobody in Slack reads."""

import ast
import re

from bot.usecases.hearing import reasons
from bot.wording import doubts, faults
from tests.wording.test_house_of_words import SPEAKERS, is_not_in_slack, name

NOT_READ = {
    **dict.fromkeys(("Act", "AuditEntry", "Way", "_act"), "the audit log"),
    "CheckConstraint": "SQL",
    "Index": "SQL",
    "exec_driver_sql": "SQL",
    "execute": "SQL",
    "text": "SQL",
    "Command": "what one types, the same in every language",
    "editor_command": "what one types, the same in every language",
    "Complaint": "the log",
    "_note": "the log",
    "_refuse": "a program that is not Slack",
    "tell_once": "the log",
    "compile": "a pattern",
    "split": "words of Slack's",
    "legend": "where it stands in a picture",
    **dict.fromkeys(("debug", "info", "warning", "error", "exception"), "the log"),
}
"""Calls whose texts no person in Slack reads."""
NOT_SHOWN = {
    **dict.fromkeys(("TypeError", "ValueError"), "a mistake of ours, for the log"),
    **dict.fromkeys(("StoreError", "DatabaseLost", "SettingsError"), "the command line"),
    **dict.fromkeys(("IdentityUnknown", "CannotOpen", "HistoryRefused"), "the log"),
    **dict.fromkeys(("NotUploaded", "UnclearAnswer"), "the log, and the table of jobs"),
    "NotSlacks": "a program that is not Slack",
}
"""Errors whose texts no person in Slack reads."""
KEPT = {
    **dict.fromkeys(doubts.REASONS, "kept, and said by wording.doubts"),
    **dict.fromkeys(faults.PLAIN, "kept, and said by wording.faults"),
    **dict.fromkeys(
        (
            *("its kind is unknown: ", "its method is unknown: ", " is no instant: ", "its level "),
            *(" cannot be read", " cannot be read: ", " is no JSON object: "),
        ),
        "the beginning or end of what is kept, and said by wording.faults",
    ),
    **dict.fromkeys(
        ("the machine slept for ", "the clock was set "),
        "the beginning of what is kept, and said by wording.doubts",
    ),
    **dict.fromkeys(
        ("Unhandled request", "[no preview available]", "This content can't be displayed."),
        "Slack's and Bolt's own words, to know them by",
    ),
    **dict.fromkeys(
        ('1 open dept:"', '1 overdue dept:"', "punctual report compliance --by "),
        "the beginning of what one types",
    ),
    **dict.fromkeys(
        (
            *("give a date such as 2026-03-02", "give a day between ", "there is none yet"),
            *("give their e-mail address or Slack id", "give an address or Slack id"),
            *("give the number of a ticket", "give a day from "),
        ),
        "the advice of a wrong option, at the terminal",
    ),
    "punctual report log --format csv": "what one types",
    " --format csv": "the end of what one types",
    **dict.fromkeys(("the body broke off", "the body took too long"), "a program, not a person"),
    **dict.fromkeys(
        (
            *("display names:", "whole directory:", "moved away"),
            *(
                "audit sign-off:",
                "stalled configuration",
                "absent configuration",
                "recompiled configuration",
            ),
        ),
        "the name of something that is kept",
    ),
    **dict.fromkeys(
        (
            *("channel id changed", "names looked up", "display names taken out", "level form"),
            *("exclusion granted", "field "),
            *(
                "calendar form",
                "department form",
                "customer form",
                "customer group form",
                "settings form",
            ),
        ),
        "the audit log",
    ),
    **dict.fromkeys(
        (
            f"rule {word}"
            for word in [
                "new",
                "edit",
                "form",
                "on",
                "off",
                "up",
                "down",
                "archive",
                "ready-made",
                "test",
            ]
        ),
        "the audit log, or what one types",
    ),
    "level new": "what one types",
    " is must be asked first": "a program, not a person",
    **dict.fromkeys(("no greeting",), "a place, for the log"),
}
"""Texts that no person in Slack reads as they stand, and what they are."""
TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,.:;!?)]*\s+\(?[^\W\d_]{2,}")


def own_words(path):
    """Each text of two words or more with its line, but for docstrings and what nobody reads."""
    yield from _own_words(ast.parse(path.read_text(encoding="utf-8")))


def _own_words(node):
    for child in ast.iter_child_nodes(node):
        is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        if is_docstring or is_unread(child):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            if TWO_WORDS.search(child.value) and child.value not in KEPT:
                yield child.lineno, child.value
        else:
            yield from _own_words(child)


def is_unread(node):
    if isinstance(node, ast.Raise):
        return isinstance(node.exc, ast.Call) and called_in(node.exc) in NOT_SHOWN
    return isinstance(node, ast.Call) and called_in(node) in (*NOT_READ, *NOT_SHOWN)


def called_in(call):
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def test_no_sentence_that_reaches_a_person_stands_outside_of_wording():
    found = [
        f"{name(path)}:{line}: {text}"
        for path in SPEAKERS
        if not is_not_in_slack(path)
        for line, text in own_words(path)
    ]
    assert found == []


def test_a_sentence_is_seen_and_what_nobody_reads_is_not(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        '''"""What it does."""\n'''
        "def told(name):\n"
        '    """What it gives."""\n'
        '    log.info("somebody is told", name=f"the name {name}")\n'
        '    if not name:\n        raise ValueError("give a name")\n'
        '    return f"Good morning, {name}"\n'
    )
    assert list(own_words(module)) == [(7, "Good morning, ")]


def test_a_text_is_excused_only_where_there_is_one():
    texts = {
        each.value
        for path in SPEAKERS
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }
    assert sorted(KEPT.keys() - texts) == []


def test_every_doubt_and_fault_that_is_kept_is_said_in_the_readers_language():
    kept = {value for key, value in vars(reasons).items() if key.isupper()}
    assert kept <= doubts.REASONS.keys()
