"""Files of other companies come as stubs: what they are is asked, and what is refused holds nothing
up."""

import pytest

from bot.delivery.ports import Answer
from bot.slack.hear.message.file_stubs import with_files
from bot.slack.hear.message.payload import kept_of
from bot.store import inbox_messages
from tests.slack.fakes import TEAM
from tests.slack.forwards import forward, stub
from tests.slack.test_intake_events import OLD, changed, lounge, reacts  # noqa: F401
from tests.slack.test_intake_forms import asking, uses_shortcut  # noqa: F401

LINK = "https://other.slack.com/files/U9/F1/plan.pdf"
PLAN = {"id": "F1", "name": "plan.pdf", "permalink": LINK, "mode": "hosted"}
SHARED = {"subtype": "file_share", "files": [stub()]}
MISSING = Answer(ok=False, error="missing_scope", data={"needed": "files:read"})


def tells(bot, file=PLAN):
    bot.slack.answers["files.info"] = Answer(ok=True, data={"ok": True, "file": file})


def payload_of(bot, ts):
    with bot.program.look() as work:
        return inbox_messages.find(work.connection, TEAM, "CSUPPORT", ts).payload


def test_a_stub_is_asked_about_once_and_then_known(bot):
    tells(bot)
    ts = bot.writes("UCARLA", "", **SHARED)
    assert bot.ticket().subject == "[plan.pdf]"
    assert bot.texts_of() == [f"[plan.pdf] {LINK}"]
    assert payload_of(bot, ts)["files"] == [["plan.pdf", LINK, "F1", False]]
    assert bot.slack.of("files.info") == [{"file": "F1"}]


def test_a_stub_in_a_forward_is_asked_about_too(bot):
    tells(bot)
    bot.writes("UCARLA", "", attachments=[forward("", message_blocks=[], files=[stub()])])
    assert f"> [plan.pdf] {LINK}" in bot.texts_of()[0]


@pytest.mark.parametrize(
    "refusal", [MISSING, *(Answer(ok=False, error=e) for e in ("file_not_found", "access_denied"))]
)
def test_what_slack_refuses_to_tell_is_a_file_without_a_name(bot, refusal):
    bot.slack.answers["files.info"] = refusal
    bot.writes("UCARLA", "", **SHARED)
    assert bot.texts_of() == ["[file]"]


def test_while_slack_is_away_the_message_waits_and_in_the_end_goes_without(bot):
    bot.slack.answers["files.info"] = Answer(ok=False, error="ratelimited", retry_after_s=5)
    bot.writes("UCARLA", "", **SHARED)
    assert bot.ticket() is None
    for _ in range(2):
        bot.clock.move(seconds=15)
        bot.worker.run_once()
    assert bot.texts_of() == ["[file]"]


def test_a_message_that_waited_for_slack_has_its_file(bot):
    bot.slack.answers["files.info"] = Answer(ok=False, error="unreachable")
    bot.writes("UCARLA", "", **SHARED)
    tells(bot)
    bot.clock.move(seconds=15)
    bot.worker.run_once()
    assert bot.texts_of() == [f"[plan.pdf] {LINK}"]


def test_an_edit_beside_a_file_that_is_known_by_now_keeps_it(bot):
    tells(bot)
    ts = bot.writes("UCARLA", "Look", **SHARED)
    changed(bot, ts, "Look here", files=[stub()])
    text = bot.outgoing("correction:1")[0].payload["text"]
    assert "Look here" in text
    assert "plan.pdf" in text


def test_an_emoji_at_a_stub_nobody_heard_asks_what_it_is(lounge):  # noqa: F811
    tells(lounge)
    message = {**OLD, "text": "", "files": [stub()]}
    lounge.slack.answers["conversations.replies"] = Answer(ok=True, data={"messages": [message]})
    reacts(lounge, "ticket", OLD["ts"], channel="CLOUNGE", user="UCID")
    assert lounge.ticket().subject == "[plan.pdf]"


def test_a_shortcut_on_a_stub_shows_its_name(asking):  # noqa: F811
    tells(asking)
    view = uses_shortcut(asking, text="", files=[stub()])
    values = [
        block["element"].get("initial_value") for block in view["blocks"] if "element" in block
    ]
    assert values[:2] == ["[plan.pdf]", f"[plan.pdf] {LINK}"]


def test_a_shortcut_on_a_stub_that_slack_does_not_explain_opens_its_form(asking):  # noqa: F811
    asking.slack.answers["files.info"] = Answer(ok=False, error="ratelimited", retry_after_s=5)
    view = uses_shortcut(asking, text="", files=[stub()])
    assert view["callback_id"] == "ticket_new"


def test_a_message_without_stubs_asks_nothing():
    message = kept_of({"user": "U1", "ts": "1.1", "text": "Look", "files": [PLAN]}, "C1")
    assert with_files(None, message) is message
