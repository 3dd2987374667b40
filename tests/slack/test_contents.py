"""What a message contains is found wherever Slack put it, and read as people see it."""

import json

import pytest

from bot.slack.hear.message.contents import contents_in, contents_of, read
from tests.slack.forwards import SOURCE, WORDS, forward, preview, stub

NAMES = {"UDAN": "Dan Brown"}
FILE = {"id": "F7", "name": "a.png", "permalink": "https://example.slack.com/files/a.png"}


def readable(**message):
    return read(contents_of(message), lambda person_id: NAMES.get(person_id, person_id))


def test_a_forward_says_who_wrote_what_and_where_it_stands():
    shown = readable(text="", attachments=[forward()])
    assert shown.words == f"Dan Brown: {SOURCE}\n> {WORDS}"
    assert (shown.subject, shown.links) == (WORDS, (SOURCE,))


def test_a_comment_goes_before_what_was_forwarded_and_is_the_subject():
    shown = readable(text="can you look at this?", attachments=[forward()])
    assert shown.words == f"can you look at this?\nDan Brown: {SOURCE}\n> {WORDS}"
    assert shown.subject == ""


def test_a_comment_without_words_is_no_subject():
    assert readable(text=":eyes:", attachments=[forward()]).subject == WORDS


def test_each_line_that_was_forwarded_is_told_from_what_was_written():
    shown = readable(text="See", attachments=[forward("one\n\ntwo", message_blocks=[])])
    assert shown.words.splitlines()[2:] == ["> one", ">", "> two"]


@pytest.mark.parametrize(
    ("author", "called"),
    [
        ({"author_id": "UDAN"}, "Dan Brown"),
        ({"author_id": "U0ELSEWHERE"}, "Daniel"),
        ({"author_id": None}, "Daniel"),
        ({"author_id": "U0ELSEWHERE", "author_name": None, "author_subname": None}, "U0ELSEWHERE"),
    ],
)
def test_who_wrote_it_is_called_as_they_are_known(author, called):
    assert readable(attachments=[forward(**author)]).words.startswith(f"{called}: {SOURCE}\n")


def test_what_stands_only_in_the_blocks_of_a_forward_is_read():
    assert WORDS in readable(attachments=[{**forward(), "text": ""}]).words


def test_of_a_forward_without_words_its_fallback_is_read():
    bare = {"is_share": True, "fallback": "[March 2nd] dan: a huddle"}
    assert readable(attachments=[bare]).words == "> [March 2nd] dan: a huddle"


def test_a_forward_of_which_nothing_is_shown_still_says_where_it_stands():
    bare = {"is_share": True, "from_url": SOURCE, "fallback": "[no preview available]"}
    shown = readable(attachments=[bare])
    assert (shown.words, shown.links) == (SOURCE, (SOURCE,))


def test_the_files_of_a_forward_are_part_of_it():
    shown = readable(attachments=[forward("", message_blocks=[], files=[FILE])])
    assert shown.words == f"Dan Brown: {SOURCE}\n> [a.png] {FILE['permalink']}"
    assert (shown.subject, shown.links) == ("[a.png]", (SOURCE, FILE["permalink"]))


def test_a_forward_of_a_forward_is_read_to_its_end():
    inner = forward("the first of all")
    shown = readable(attachments=[forward("look", message_blocks=[], attachments=[inner])])
    assert "> look" in shown.words
    assert "> the first of all" in shown.words


def test_a_forward_in_itself_has_an_end():
    endless = forward("again", message_blocks=[])
    endless["attachments"] = [endless]
    assert readable(attachments=[endless]).words.count("> again") == 3


def test_what_an_app_attached_is_read_in_the_order_in_which_it_is_shown():
    attachment = {
        "fallback": "not read",
        "pretext": "New incident",
        "author_name": "Monitor",
        "title": "Disk full",
        "title_link": "https://monitor.example/7",
        "text": "on web-1",
        "fields": [{"title": "Used", "value": "97 %"}, {"value": "since 9:00"}, 7],
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Please look"}}],
        "footer": "monitor.example",
        "actions": [{"name": "ack", "text": "Acknowledge", "type": "button"}],
    }
    assert readable(text="", attachments=[attachment]).words.splitlines() == [
        "Monitor: https://monitor.example/7",
        "> New incident",
        "> Disk full",
        "> on web-1",
        "> Please look",
        "> Used: 97 %",
        "> since 9:00",
        "> monitor.example",
    ]


def test_the_preview_of_a_link_is_nobodys_words():
    url = "https://printers.example"
    shown = readable(text=f"Mine is <{url}>", attachments=[preview(url)])
    assert shown.words == f"Mine is {url}"


def test_a_preview_beside_no_words_is_all_there_is():
    url = "https://printers.example"
    assert "> A page about printers" in readable(text="", attachments=[preview(url)]).words


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (FILE, f"[a.png] {FILE['permalink']}"),
        ({"id": "F1", "title": "Plan"}, "[Plan]"),
        ({"external_url": "https://docs.example/1", "name": "Doc"}, "[Doc] https://docs.example/1"),
        (stub(), "[file]"),
    ],
)
def test_each_file_has_a_line(file, line):
    assert readable(text="Look", files=[file]).words == f"Look\n{line}"


def test_a_file_that_was_deleted_is_there_no_more():
    assert readable(text="Look", files=[{"id": "F1", "mode": "tombstone"}]).words == "Look"


@pytest.mark.parametrize(
    "attachments",
    [None, 7, "x", {}, [7, None], [{"this": "follows", "no": ["spec"]}], [{"fields": 7}], [[]]],
)
def test_attachments_of_no_shape_take_nothing_with_them(attachments):
    assert readable(text="Printer", attachments=attachments).words == "Printer"


@pytest.mark.parametrize("files", [7, "x", {}, [7, None, []]])
def test_files_of_no_shape_take_nothing_with_them(files):
    assert readable(text="Printer", files=files).words == "Printer"


MESSAGE = {
    "text": "See <@UDAN>",
    "files": [FILE, stub()],
    "attachments": [forward(files=[stub("F2")])],
}


def test_what_is_kept_is_what_it_was():
    contents = contents_of(MESSAGE)
    assert contents_in(json.loads(json.dumps(contents.as_json()))) == contents


def test_what_was_kept_before_there_were_forwards_is_read_as_it_was():
    row = {"text": "Look", "files": [["a.png", "https://x.example/a.png"], ["file", ""]]}
    shown = read(contents_in(row), NAMES.get)
    assert shown.words == "Look\n[a.png] https://x.example/a.png\n[file]"
    assert shown.links == ("https://x.example/a.png",)


CHANGES = {
    "its text": {"text": "See <@UANA>"},
    "a file less": {"files": [FILE]},
    "another file": {"files": [FILE, stub("F3")]},
    "no forward": {"attachments": []},
    "another forward": {"attachments": [forward("else", message_blocks=[], files=[stub("F2")])]},
    "a file less in a forward": {"attachments": [forward()]},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_makes_it_another(change):
    assert not contents_of(MESSAGE).is_same(contents_of({**MESSAGE, **change}))


def test_what_slack_adds_makes_it_no_other():
    unfurled = [*MESSAGE["attachments"], preview("https://x.example")]
    assert contents_of({**MESSAGE, "attachments": unfurled}).is_same(contents_of(MESSAGE))


def test_a_file_by_its_name_is_the_one_slack_showed_a_stub_of():
    contents = contents_of(MESSAGE)
    known = contents.knowing({"F1": contents.files[0], "F2": contents.files[0]})
    assert not known.stubs
    assert [file.name for file in known.files] == ["a.png", "a.png"]
    assert [file.name for file in known.attached[0].files] == ["a.png"]
