"""What the tests build and send is judged at the end of a run, and a broken limit fails the run."""

import pytest

from tests import recording

FORM = {"type": "modal", "title": {"type": "plain_text", "text": "A form"}, "blocks": []}


def section(text="hello", **more):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def message(*texts):
    return {"text": "hello", "blocks": [section(each) for each in texts]}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(recording.FOLDER, str(tmp_path))
    return tmp_path


def judged(folder, *payloads):
    for payload in payloads:
        recording.keep(payload, is_posted=True)
    return list(recording.wrongs(folder))


def test_what_slack_takes_is_right(folder):
    assert judged(folder, message("a", "b"), {"view": FORM}) == []
    assert len(list(folder.glob("*.json"))) == 2


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (
            {"view": FORM | {"title": {"type": "plain_text", "text": "x" * 25}}},
            "must be less than 25 characters",
        ),
        (message("x" * 3001), "must be less than 3001 characters"),
        (message(*["x"] * 51), "no more than 50 items"),
        (message(*["x" * 2900] * 5), "13200 at most"),
        (message("x") | {"text": ""}, "no text for notifications"),
        (message("x") | {"text": "x" * 4001}, "4000 at most"),
        ({"text": "x", "blocks": [section(block_id="a"), section(block_id="a")]}, "already exists"),
        ({"text": "x", "blocks": [{"type": "sectoin"}]}, "unsupported type: sectoin"),
        ({"text": "x", "blocks": [section(colour="red")]}, "invalid additional property"),
    ],
    ids=["title", "section", "blocks", "all blocks", "no text", "text", "twice", "type", "name"],
)
def test_what_breaks_a_limit_or_the_schema_is_wrong(folder, payload, said):
    assert [each for each in judged(folder, message("fine"), payload) if said in each] != []


def test_each_kind_is_kept_once_and_what_a_limit_tells_apart_is_another_kind(folder):
    judged(
        folder, message("a", "b"), message("c", "e"), message("a", "a"), message("a" * 3001, "b")
    )
    assert len(list(folder.glob("*.json"))) == 3


def test_of_a_sandboxs_log_messages_views_and_answers_are_kept(folder):
    recording.keep_log(
        [
            {"kind": "api", "method": "chat.postMessage", "args": message("a")},
            {"kind": "api", "method": "views.open", "args": {"view": FORM}},
            {"kind": "api", "method": "users.list", "args": {"limit": 5}},
            {"kind": "response_url", "body": message("a", "b")},
            {"kind": "ack", "body": None},
        ]
    )
    assert len(list(folder.glob("*.json"))) == 3


def test_an_answer_by_a_response_url_may_have_longer_blocks(folder):
    recording.keep(message(*["x" * 2900] * 5))
    assert list(recording.wrongs(folder)) == []


class Session:
    """A run that went well so far."""

    exitstatus = 0


def test_a_run_fails_in_which_a_limit_was_broken(folder, capsys):
    judged(folder, message("x" * 3001))
    session = Session()
    recording.judge(session, folder)
    assert session.exitstatus == 1
    assert "must be less than 3001 characters" in capsys.readouterr().out


def test_a_run_in_which_none_was_broken_stays_as_it_is(folder):
    judged(folder, message("x"))
    session = Session()
    recording.judge(session, folder)
    assert session.exitstatus == 0
