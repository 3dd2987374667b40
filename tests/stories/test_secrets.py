"""Secrets are planted in every setting, everything is made to fail, and what is left is read."""

import json
import re
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.demo.processes import punctual, ran
from bot.demo.seen import NotSeen
from bot.demo.team import secrets
from bot.store.engine import Database
from tests import postgres
from tests.stories.conftest import SETTLE

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"
WORDS = "the contract of Mr. Berg burnt in the printer"
MAIL = "berg.private@customer.example"
PASSWORD = "Pw-plänted/4+2"
PLANTED = {
    "PUNCTUAL_SECRET_KEY": "key-planted-51c2",
    "SLACK_CLIENT_SECRET": "client-planted-93e7",
    "PUNCTUAL_HEARTBEAT_URL": "https://beats.example/ping/planted-77ab?key=planted-11cd",
}
TOLD = "xoxb-17-told-by-the-database"
AS_LONG_AS_S = 20
BREAKS = """
CREATE TRIGGER breaks_{table} BEFORE INSERT ON {table}
BEGIN SELECT RAISE(ABORT, 'no room for {told}'); END
"""
BREAKS_ON_POSTGRES = """
CREATE FUNCTION breaks_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'no room for {told}' USING DETAIL = 'Failing row contains (' || NEW::text || ')';
END $$;
CREATE TRIGGER breaks_{table} BEFORE INSERT ON {table}
  FOR EACH ROW EXECUTE FUNCTION breaks_{table}()
"""
MISSHAPEN = "ALTER TABLE {table} RENAME TO {table}_away"


def comes_true(is_so, what):
    ends_s = time.monotonic() + AS_LONG_AS_S
    while not is_so():
        assert time.monotonic() < ends_s, f"{what}: did not come true"
        time.sleep(0.1)


def broken(url, statement, **given):
    """Change the bot's database behind its back."""
    database = Database.open(url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(statement.format(**given))
    database.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def planted_url(request, tmp_path):
    """The address of a database with a password in it, where there are passwords."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'punctual.db'}"
        return
    if request.config.getoption("--no-postgres"):
        pytest.skip("runs on SQLite only")
    with postgres.empty_database() as address:
        yield address.replace("postgres@/", f"postgres:{quote(PASSWORD, safe='')}@/")


class Run:
    """A bot with secrets, what it was made to do, and all that was left behind."""

    def __init__(self, pair, url):
        self.pair, self.url = pair, url
        self.slack = pair.slack
        self.carla, self.ana = self.slack.member("carla"), self.slack.member("ana")
        self.told = []

    def terminal(self, *command, **environment):
        ended = ran(
            punctual(*command), self.pair.folder, {**self.pair.environment(), **environment}
        )
        self.told.append(ended.stdout + ended.stderr)
        return ended

    def works(self):
        self.carla.says(SUPPORT, f"{WORDS}, says {MAIL}")
        self.slack.posted("card:1")
        self.ana.asks(ALERTS, "/ticket list")
        self.ana.clicks(ALERTS, self.card_ts(), "ticket_claim")
        self.slack.post("home", user=self.carla.id)

    def card_ts(self):
        return self.slack.posted("card:1")["response"]["ts"]

    def fails(self):
        """Tasks, listeners, calls, sockets and the database, one after the other."""
        for fault, more in (
            ("error", {"error": "invalid_auth", "method": None, "times": 3}),
            ("html", {"method": None, "times": 2}),
            ("lose_after_commit", {"method": None, "times": 2}),
        ):
            self.slack.fault(fault, **more)
            self.ana.sends(ALERTS, "/ticket note 1 " + WORDS)
        self.slack.post("socket", cut=True)
        self.slack.post("faults/lift")
        sql = BREAKS if self.url.startswith("sqlite") else BREAKS_ON_POSTGRES
        broken(self.url, sql, table="events", told=f"{TOLD} and ''{WORDS}'' of {MAIL}")
        self.acts()
        comes_true(lambda: "an arrival failed" in self.log(), "an arrival fails")
        broken(self.url, MISSHAPEN, table="inbox")
        self.acts()
        comes_true(lambda: "trouble" in self.log(), "a task fails")

    def acts(self):
        for does in (
            lambda: self.carla.says(SUPPORT, f"{WORDS} again, {MAIL}"),
            lambda: self.ana.sends(ALERTS, f"/ticket note 1 {WORDS}"),
            lambda: self.ana.clicks(ALERTS, self.card_ts(), "ticket_resolve"),
        ):
            with suppress(NotSeen):  # who is not heard is told so by Slack
                does()

    def log(self):
        return self.pair.bot.said.read_text(encoding="utf-8")

    def terminal_of_all_kinds(self):
        for command in (("status",), ("why", "1"), ("tick",)):
            self.terminal(*command, PUNCTUAL_LOG_LEVEL="DEBUG")
        secret = quote(PASSWORD, safe="")
        self.terminal("migrate", DATABASE_URL=f"postgres://punctual:{secret}@127.0.0.1:9/x")
        self.terminal("migrate", DATABASE_URL=f"mysql://punctual:{secret}@127.0.0.1/x")
        self.terminal("serve", PUNCTUAL_PORT="many")
        self.terminal("serve", SLACK_CLIENT_ID="1.2")

    def left_behind(self):
        """Every text of the run, by where it stands."""
        folder = self.pair.folder
        left = {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        left |= {f"terminal {n}": text.encode() for n, text in enumerate(self.told)}
        said = [
            {name: value for name, value in entry.items() if name in ("args", "body", "ack")}
            for entry in self.slack.log()
            if entry["kind"] in ("api", "response_url", "ack")
        ]
        left["what Slack was told"] = json.dumps(said).encode()
        return left

    def processes(self):
        """The process list, as everybody on the machine may read it."""
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                yield path.read_bytes()

    def passing(self):
        """Response URLs and addresses of sockets that Slack gave away in this run."""
        text = json.dumps(self.slack.log())
        return {
            *re.findall(r"/response/([\w-]{8,})", text),
            *re.findall(r"[?&]ticket=([\w-]{8,})", text),
        }


def spelt(secret):
    """How a secret may be spelt in what is left."""
    plain = {secret, quote(secret, safe=""), quote(secret), json.dumps(secret)[1:-1]}
    return {each.encode() for each in plain}


def found_in(left, wanted):
    return sorted(
        f"{what} in {place}"
        for what, secret in wanted.items()
        for place, content in left.items()
        if any(each in content for each in spelt(secret))
    )


@pytest.mark.parametrize(
    ("level", "form", "is_http"),
    [("DEBUG", "text", False), ("INFO", "json", True)],
    ids=["debug-text-socket", "info-json-http"],
)
def test_nothing_that_a_run_leaves_behind_holds_a_secret(
    begin_sandbox, planted_url, level, form, is_http
):
    more = {**SETTLE, **PLANTED, "PUNCTUAL_LOG_LEVEL": level, "PUNCTUAL_LOG_FORMAT": form}
    pair = begin_sandbox(is_http=is_http, database_url=planted_url, more=more)
    run = Run(pair, planted_url)
    run.terminal("migrate")
    pair.start_bot()
    run.works()
    run.fails()
    run.terminal_of_all_kinds()
    listed = list(run.processes())
    pair.bot.stop()
    left, passing = run.left_behind(), run.passing()
    known = secrets()
    wanted = {
        **PLANTED,
        "SLACK_BOT_TOKEN": known.bot_token,
        "SLACK_SIGNING_SECRET": known.signing_secret,
        "the password of DATABASE_URL": PASSWORD,
        "the path of PUNCTUAL_HEARTBEAT_URL": "planted-77ab",
        "the query of PUNCTUAL_HEARTBEAT_URL": "planted-11cd",
    }
    wanted |= {} if is_http else {"SLACK_APP_TOKEN": known.app_token}
    assert found_in(left, wanted) == []
    assert found_in({str(n): each for n, each in enumerate(listed)}, wanted) == []
    logs = {place: each for place, each in left.items() if place.startswith(("bot.log", "term"))}
    assert passing, "Slack gave no response URL away"
    assert found_in(logs, {each: each for each in (*passing, TOLD)}) == []
    assert b"Traceback" in logs["bot.log"], "nothing failed as it should"
    assert b"***" in logs["bot.log"], "nothing was taken out"
    if level != "DEBUG":
        assert found_in({"bot.log": logs["bot.log"]}, {"words": WORDS, "mail": MAIL}) == []
