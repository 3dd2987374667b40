"""That sentences are said nowhere but in bot/wording, and that nothing is said half."""

import ast
from pathlib import Path

import pytest

from scripts import messages

ROOT = Path(__file__).resolve().parents[2]
WORDING = ROOT / "bot/wording"
SPEAKERS = sorted(
    path
    for path in (ROOT / "bot").rglob("*.py")
    if WORDING not in path.parents and (ROOT / "bot/migrations") not in path.parents
)
NOT_IN_SLACK = {
    "bot/cli.py": "the command line",
    "bot/commands/": "the command line",
    "bot/demo/": "of `punctual demo`",
    "bot/logs.py": "where not even the log can be written",
    "bot/output/tables.py": "the tables of the command line",
    "bot/settings.py": "at the start, before anybody is there in Slack",
    "bot/simulation/": "of `punctual simulate`",
    "bot/store/database_file.py": "at the start, or where the database is gone",
    "bot/config/calendars.py": "of `punctual config`, as is each file of calendars",
    "bot/config/digests.py": "of `punctual config`",
    "bot/config/document.py": "of `punctual config`",
    "bot/config/past.py": "of `punctual config history`",
    "bot/config/people.py": "of `punctual config`",
    "bot/config/preview.py": "of `punctual config diff`",
    "bot/config/tree.py": "of `punctual config`",
    "bot/config/rules.py": "of `punctual config`, as is each file of rules",
    "bot/config/workspace.py": "of `punctual config`",
    "bot/store/engine.py": "SQL, and where there is no database",
    "bot/store/sqlite.py": "SQL, and where there is no database",
    "bot/store/statements.py": "SQL",
    "bot/store/tables/": "SQL",
    "bot/usecases/promises/calendar_data.py": "of `punctual config apply`",
    "bot/usecases/promises/outdated_clocks.py": "of `punctual config diff`",
    "bot/slack/connect/identity.py": "at the start, before anybody is there in Slack",
    "bot/slack/connect/sockets.py": "at the start, before anybody is there in Slack",
    "bot/slack/connect/web_server.py": "at the start, before anybody is there in Slack",
    "bot/usecases/promises/configuration.py": "of `punctual config apply`",
    "bot/usecases/promises/corrections.py": "of `punctual reprocess`",
}
SAID = {  # which arguments people read
    **dict.fromkeys(("button", "link_button", "field", "option"), (1,)),
    **dict.fromkeys(("section", "context", "message", "plain"), (0,)),
    **dict.fromkeys(("notice", "form_offer"), (0, 1)),
    "modal": (1, 2),
}


def name(path):
    return path.relative_to(ROOT).as_posix()


def is_spoken(node):
    """Whether an expression holds words of its own, and not only marks between what is said."""
    keys = {each.slice for each in ast.walk(node) if isinstance(each, ast.Subscript)}
    texts = [
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each not in keys
    ]
    return any(any(map(str.isalpha, text)) for text in texts)


def calls(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            yield getattr(function, "id", getattr(function, "attr", "")), node


def test_no_refusal_is_written_where_it_is_raised():
    found = [
        f"{name(path)}:{call.lineno}"
        for path in SPEAKERS
        for called, call in calls(path)
        if called in ("UserFacingError", "FieldErrors")
        and not is_not_in_slack(path)
        and any(isinstance(each, ast.Constant | ast.JoinedStr) for each in call.args)
    ]
    assert found == []


def is_not_in_slack(path):
    return name(path).startswith(tuple(NOT_IN_SLACK))


def test_no_label_or_sentence_is_written_where_it_is_shown():
    found = [
        f"{name(path)}:{call.lineno}: {called}"
        for path in SPEAKERS
        if not is_not_in_slack(path)
        for called, call in calls(path)
        for place in SAID.get(called, ())
        if place < len(call.args) and is_spoken(call.args[place])
    ]
    assert found == []


def test_no_plain_text_is_built_by_hand():
    found = [
        f"{name(path)}:{node.lineno}"
        for path in SPEAKERS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value == "plain_text"
    ]
    assert found == [
        each for each in found if each.startswith("bot/slack/draw/blocks/elements.py:")
    ]


def test_a_terminal_is_excused_only_where_it_is_spoken_to():
    assert [each for each in NOT_IN_SLACK if not (ROOT / each).exists()] == []


def test_no_sentence_is_looked_up_before_it_is_said():
    """At import nobody's language is spoken yet: `later` is what a module may call then."""
    looked_up = {"_", "gettext", "ngettext", "pgettext"}
    found = [
        f"{name(path)}:{call.lineno}"
        for path in WORDING.glob("*.py")
        for statement in ast.parse(path.read_text(encoding="utf-8")).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for call in ast.walk(statement)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in looked_up
    ]
    assert found == []


def test_every_sentence_is_a_literal_so_that_it_can_be_gathered():
    gathered = {"_", "later", "later_as", "ngettext", "pgettext"}
    found = [
        f"{name(path)}:{call.lineno}"
        for path in WORDING.glob("*.py")
        if path.name != "language.py"
        for called, call in calls(path)
        if called in gathered and any(isinstance(each, ast.JoinedStr) for each in call.args)
    ]
    assert found == []


def test_the_template_and_the_translations_are_in_step_with_the_sentences():
    assert messages.shortfalls(WORDING) == []


@pytest.fixture
def wording(tmp_path):
    """A small package with one sentence, one plural, and a translation of both."""
    (tmp_path / "said.py").write_text(
        'def have(n):\n    return _("{n} is {what}")\n'
        'def all(n):\n    return ngettext("{n} ticket", "{n} tickets", n)\n'
    )
    folder = tmp_path / "locale/sl/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "punctual.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "{n} is {what}"\nmsgstr "{what} je {n}"\n\n'
        'msgid "{n} ticket"\nmsgid_plural "{n} tickets"\n'
        'msgstr[0] "en zahtevek"\nmsgstr[1] "{n} zahtevkov"\n'
    )
    makes(tmp_path)
    return tmp_path


def makes(wording):
    for path, content in messages.files(wording):
        path.write_bytes(content)


def test_what_was_just_made_is_in_step(wording):
    assert messages.shortfalls(wording) == []


def test_a_new_sentence_puts_the_template_and_every_language_out_of_step(wording):
    (wording / "more.py").write_text('def other():\n    return _("Another")\n')
    assert [line.partition(": ")[2] for line in messages.shortfalls(wording)] == [
        "out of step with the sentences, run `make messages`",
        "out of step with the sentences, run `make messages`",
    ]
    makes(wording)
    assert messages.shortfalls(wording) == []
    translation = wording / "locale/sl/LC_MESSAGES/punctual.po"
    assert 'msgid "Another"\nmsgstr ""' in translation.read_text()


def test_a_translation_that_was_not_compiled_is_out_of_step(wording):
    translation = wording / "locale/sl/LC_MESSAGES/punctual.po"
    translation.write_text(translation.read_text().replace("{what} je {n}", "{what} = {n}"))
    [line] = messages.shortfalls(wording)
    assert line.startswith(f"{translation.with_suffix('.mo')}: out of step")


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("{what} je {n}", "{what} je", "'{what} je' has ['what'] for ['n', 'what']"),
        ("{what} je {n}", "{kaj} je {n}", "'{kaj} je {n}' has ['kaj', 'n'] for ['n', 'what']"),
        ("{n} zahtevkov", "{m} zahtevkov", "'{m} zahtevkov' has ['m'] for ['n']"),
    ],
)
def test_a_lost_blank_is_named(wording, was, becomes, said):
    translation = wording / "locale/sl/LC_MESSAGES/punctual.po"
    translation.write_text(translation.read_text().replace(was, becomes))
    makes(wording)
    assert messages.shortfalls(wording) == [f"{translation}: {said}"]
