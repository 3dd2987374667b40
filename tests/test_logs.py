"""All that is said goes to standard error in lines of one kind, whoever says it."""

import json
import logging
import sys
import threading
import time
import warnings
from urllib.parse import quote

import pytest
import structlog
from pydantic import SecretStr
from sqlalchemy.exc import DBAPIError

from bot.logs import configure_logging
from bot.redaction import known, wordless
from bot.settings import Settings


@pytest.fixture
def stderr(capsys):
    """Reads what was written to standard error; logging is put back as it was."""
    root, hook, late = logging.getLogger(), threading.excepthook, sys.unraisablehook
    before, level = list(root.handlers), root.level
    yield lambda: capsys.readouterr().err
    root.handlers[:] = before
    root.setLevel(level)
    threading.excepthook, sys.unraisablehook = hook, late
    logging.captureWarnings(False)
    structlog.reset_defaults()
    known.forget()


def lines(stderr):
    return [json.loads(line) for line in stderr().splitlines()]


def test_libraries_and_the_program_speak_alike(stderr):
    configure_logging(Settings(_env_file=None, log_format="json"))
    structlog.get_logger("bot").warning("ours, %s", "in short", why="x")
    logging.getLogger("slack_bolt").warning("theirs, %s", "too")
    logging.getLogger("slack_bolt").info("not this")
    ours, theirs = lines(stderr)
    assert (ours["event"], ours["why"], ours["level"]) == ("ours, in short", "x", "warning")
    assert (theirs["event"], theirs["level"]) == ("theirs, too", "warning")


def test_a_traceback_of_a_library_is_part_of_its_line(stderr):
    configure_logging(Settings(_env_file=None, log_format="json"))
    try:
        int("broken")
    except ValueError:
        logging.getLogger("slack_bolt").exception("it failed")
    (line,) = lines(stderr)
    assert "ValueError: invalid literal" in line["exception"]


def test_a_thread_that_ends_by_an_error_says_so_in_a_line(stderr):
    configure_logging(Settings(_env_file=None, log_format="json"))

    def fails():
        raise ValueError("broken")

    thread = threading.Thread(target=fails, name="watchdog")
    thread.start()
    thread.join()
    (line,) = lines(stderr)
    assert (line["event"], line["thread"]) == ("a thread ended", "watchdog")
    assert "ValueError: broken" in line["exception"]


def test_as_text_it_is_text(stderr):
    configure_logging(Settings(_env_file=None))
    logging.getLogger("slack_bolt").warning("theirs")
    said = stderr()
    assert "theirs" in said
    assert "{" not in said


# --- secrets, and what people wrote -----------------------------------------------------------

SECRET = "k9-Zürich/quay+Ä8"
"""None that looks like one, and with all that is spelt differently in an address."""
WORDS = "my printer ate the contract of Mr. Berg"
MAIL = "carla.berg@harbour.example"


@pytest.fixture(params=["text", "json"])
def as_format(request):
    return request.param


@pytest.fixture(params=["DEBUG", "INFO", "ERROR"])
def configured(request, as_format, stderr):
    """Logging is set up at a level, and a secret is known; returns what was written."""
    configure_logging(Settings(_env_file=None, log_format=as_format, log_level=request.param))
    known.learn([SECRET])
    return stderr


class Holder:
    """Something whose repr tells a secret."""

    def __repr__(self):
        return f"Holder(key={SECRET!r})"


def fail(text):
    key = text  # noqa: F841 a variable that no traceback may show
    raise ValueError(f"it does not open with {text}")


OPENED = f"opened with {SECRET}"
WAYS = {
    "the event": lambda log: log.error(OPENED),
    "an argument": lambda log: log.error("opened with %s", SECRET),
    "a field": lambda log: log.error("opened", key=SECRET),
    "a field within": lambda log: log.error("opened", by={"keys": [(SECRET,)], SECRET: 1}),
    "a repr": lambda log: log.error("opened", by=Holder()),
    "quoted": lambda log: log.error("opened", url="https://a.example/?key=" + quote(SECRET)),
    "as JSON": lambda log: log.error("opened", body=json.dumps({"key": SECRET})),
    "as bytes of JSON": lambda log: log.error("opened", body=repr(json.dumps({"key": SECRET}))),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_known_secret_is_in_no_line_however_it_is_logged(configured, way):
    way(structlog.get_logger("bot"))
    said = configured()
    assert "opened" in said
    assert any(instead in said for instead in ("***", "…", "\\u2026"))
    for spelt in (SECRET, quote(SECRET), "Zürich", "Z\\u00fcrich", "quay"):
        assert spelt not in said


LIBRARIES = (
    "slack_sdk",
    "slack_bolt",
    "sqlalchemy.engine",
    "apscheduler",
    "uvicorn.error",
    "urllib3",
)


@pytest.mark.parametrize("name", LIBRARIES)
def test_no_library_logs_a_secret(configured, name):
    log = logging.getLogger(name)
    log.error("sent %s", {"token": SECRET, "authorization": "Bearer xoxe.xoxp-1-Mi0yLTE"})
    try:
        fail(SECRET)
    except ValueError:
        log.exception("it failed for %r", Holder())
    said = configured()
    assert "it failed" in said
    assert "quay" not in said
    assert "xoxe" not in said
    assert "Mi0yLTE" not in said


def test_a_traceback_has_no_values_of_variables_and_no_secret_in_its_text(configured):
    try:
        fail(SECRET)
    except ValueError:
        structlog.get_logger("bot").exception("it failed")
    said = configured()
    assert "in fail" in said
    assert __file__ in said
    assert "quay" not in said


def test_neither_a_thread_nor_a_warning_nor_a_broken_record_tells_a_secret(configured):
    thread = threading.Thread(target=fail, args=(SECRET,), name="watchdog")
    thread.start()
    thread.join()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"{SECRET} is old", stacklevel=1)
    (ours,) = (each for each in logging.getLogger().handlers if type(each).__module__ == "bot.logs")
    ours.handle(logging.makeLogRecord({"name": "x", "msg": "%d tokens", "args": (SECRET,)}))
    sys.unraisablehook(type("Late", (), {"exc_value": ValueError(SECRET)}))
    said = configured()
    assert "a thread ended" in said
    assert "something failed in passing" in said
    assert "a line of x cannot be written: TypeError" in said
    assert "quay" not in said


LOOKS = {
    "a bot token": "xoxb-1234567890-abcDEF",
    "an app token": "xapp-1-A0B-99-0f0f0f",
    "a token that turns over": "xoxe.xoxb-1-Mi0yLTkx",
    "a password": "postgresql+psycopg://punctual:hunter2@db.example/punctual",
    "a password with an at": "postgres://punctual:hun@ter2@db.example/punctual",
    "a password as an argument": "postgres://db.example/punctual?user=x&password=hunter2",
    "a password as a word": "connection failed: host=db password=hunter2 user=x",
    "a socket": "wss://wss-primary.slack.com/link/?ticket=hunter2&app_id=A0B",
    "a socket here": "ws://127.0.0.1:8765/link/?ticket=hunter2",
    "a response URL": "https://hooks.slack.com/commands/T0/17/hunter2",
    "a response URL in a query": "url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT0%2F17%2Fhunter2",
    "a response URL as JSON": r"https:\/\/hooks.slack.com\/commands\/T0\/17\/hunter2",
    "a token by its name": "token: hunter2hunter2 was refused",
    "a secret by its name": "signing_secret: abcDEFghijklmnop",
    "a webhook": "https://hooks.slack.com/services/T0/B0/hunter2",
    "a response URL of ours": {"response_url": "http://127.0.0.1:8765/response/hunter2"},
    "a body in a text": "{'token': 'hunter2', 'response_url': 'http://x.example/hunter2'}",
    "a body as JSON": '{"client_secret": "hunter2"}',
    "a header": "Authorization: Bearer hunter2",
    "a signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
}


@pytest.mark.parametrize("value", LOOKS.values(), ids=LOOKS)
def test_what_looks_like_a_secret_is_none_of_a_line(configured, value):
    structlog.get_logger("bot").error("opened", value=value)
    logging.getLogger("slack_sdk").error("opened %s", value)
    said = configured()
    assert said.count("opened") == 2
    for part in ("hunter2", "ter2", "abcDEF", "0f0f0f", "Mi0yLTkx", "a2114d57"):
        assert part not in said


def test_what_is_no_secret_is_told(configured):
    told = "ticket 7 of #support: token_revoked, SLACK_APP_TOKEN: see https://api.slack.com/x"
    structlog.get_logger("bot").error(told, database="postgres://punctual@db.example/punctual")
    said = configured()
    assert told in said
    assert "postgres://punctual@db.example/punctual" in said


ADDRESSES = [
    "email:ana@example.com",
    "mailto:ana@example.com",
    "<mailto:ana@example.com|ana@example.com>",
    "*ana@example.com*",
    "/people/ana@example.com",
    "https://ana@example.com/x",
    "ana@example.com, x@y ana@example.com.1",
    "?email=ana%40example.com",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_none_of_a_line_whatever_it_stands_behind(text):
    said = wordless(text)
    assert "ana" not in said
    assert "***" in said


READABLE = [
    '  File "/opt/homebrew/Cellar/python@3.12/3.12.1/lib/a.py", line 7, in hear',
    "postgresql+psycopg://punctual@db.example/punctual",
    "postgresql://punctual:***@db.example/punctual",
    "https://api.slack.com/methods/chat.postMessage",
    "token: invalid_auth",
    "password: str, secret: SecretStr",
    "who is @ana, at 9:30 on #support",
]


@pytest.mark.parametrize("text", READABLE)
def test_what_is_neither_a_secret_nor_an_address_stays_readable(text):
    assert wordless(text) == text


def test_our_own_name_as_a_password_takes_no_word_from_the_log(stderr, monkeypatch):
    settings = Settings(_env_file=None, database="postgres://punctual:punctual@db/punctual")
    known.learn(settings.secrets)
    configure_logging(settings)
    structlog.get_logger("bot").info("punctual is at work", database=settings.shown_url)
    said = stderr()
    assert "punctual is at work" in said
    assert "postgres://punctual:***@db/punctual" in said


def fails_over_what_was_written(log):
    row = f"DETAIL:  Failing row contains (7, {WORDS}, {MAIL})."
    wrong = DBAPIError(
        "INSERT", {}, RuntimeError(f"null value in column\n{row}"), hide_parameters=True
    )
    for trouble in (KeyError(WORDS), ValueError(f"no number: '{WORDS}'"), wrong):
        log.error("an arrival failed", exc_info=trouble)
        log.error("an arrival failed", problem=repr(trouble), person=MAIL)
        log.error("an arrival failed: %s", trouble)


@pytest.mark.parametrize("level", ["INFO", "WARNING", "ERROR"])
def test_what_people_wrote_and_their_addresses_are_not_logged(stderr, as_format, level):
    configure_logging(Settings(_env_file=None, log_format=as_format, log_level=level))
    fails_over_what_was_written(structlog.get_logger("bot"))
    logging.getLogger("slack_bolt").error("not heard: %s", MAIL, exc_info=KeyError(WORDS))
    said = stderr()
    assert said.count("an arrival failed") == 9
    assert "null value in column" in said
    assert "printer" not in said
    assert MAIL not in said


def test_who_debugs_is_told_what_was_written(stderr, as_format):
    configure_logging(Settings(_env_file=None, log_format=as_format, log_level="DEBUG"))
    fails_over_what_was_written(structlog.get_logger("bot"))
    said = stderr()
    assert WORDS in said
    assert MAIL in said


def test_nobody_writes_a_line_of_the_log(stderr, as_format):
    configure_logging(Settings(_env_file=None, log_format=as_format))
    forged = "moon\n2026-03-02T09:00:00Z [info     ] all is well\r\x1b[2J\u2028"
    structlog.get_logger("bot").warning("nobody hears %s", forged, event_type=forged)
    logging.getLogger("slack_bolt").warning("nobody hears %s", forged)
    said = stderr()
    assert len(said.splitlines()) == 2
    assert "\x1b[2J" not in said


def test_only_so_many_passing_secrets_are_remembered():
    known.learn_for_now("https://slack.example/response/1")
    for number in range(2, 1_002):
        known.learn_for_now(f"https://slack.example/response/{number}")
    assert known.without("https://slack.example/response/1.") == "https://slack.example/response/1."
    assert known.without("https://slack.example/response/2.") == "***."
    known.forget()


def test_secrets_have_no_repr(stderr):
    assert "hunter2" not in repr(Settings(_env_file=None, slack_bot_token=SecretStr("hunter2")))


SLOW = {
    "quotes": "'" * 40_000,
    "quotes that are escaped": "'\\" * 20_000,
    "words": "x" * 40_000 + "@",
    "names": "token" * 8_000,
    "names in quotes": 'token" ' * 6_000,
    "addresses": "://a:" * 8_000,
    "mail": "a@" * 20_000,
    "mail of many domains": "a@b" + ".1" * 20_000,
    "mail in a query": "a%40" * 10_000,
    "hooks": "hooks.slack.com%" + "25" * 20_000,
    "names and what may be theirs": "token:" * 7_000,
    "names that are far apart": "token:     " * 4_000,
    "dashes": "-" * 40_000,
    "lines": "\n" * 40_000,
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_no_text_takes_long_to_look_through(text):
    began_s = time.process_time()
    wordless(text)
    assert time.process_time() - began_s < 1


def test_a_long_text_is_logged_by_its_ends(stderr):
    configure_logging(Settings(_env_file=None))
    structlog.get_logger("bot").warning("x" * 1_000_000)
    said = stderr()
    assert len(said) < 50_000
    assert "960000 characters" in said


def test_a_text_that_ends_in_a_backslash_lets_no_other_one_through():
    assert "secret words" not in wordless(repr(("foo\\", "\U0001f525 secret words here")))


def test_a_library_that_brought_a_handler_of_its_own_is_heard_by_ours_alone(capfd):
    log = logging.getLogger("a.library.of.its.own")
    log.addHandler(logging.StreamHandler())
    log.propagate = False
    configure_logging(Settings(_env_file=None))
    log.error("it sent token=%s", "k9-quay-8-and-more")
    said = capfd.readouterr().err
    assert said.count("it sent") == 1
    assert "quay" not in said
