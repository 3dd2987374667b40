"""Who the bot is: as the database knows or as Slack says, and what a wrong token leads to."""

import pytest
from structlog.testing import capture_logs

from bot.delivery.ports import Answer, UnclearAnswer
from bot.errors import SettingsError, Unavailable
from bot.jobs.shutdown import StopRequested
from bot.slack.connect.identity import (
    CONFIRM_EVERY_S,
    OF_THE_TOKEN,
    Introduction,
    TokenRefused,
    is_of_the_token,
    who_am_i,
)
from bot.store import outages, outbox, workspaces
from bot.store.outages import SAYING, Outage
from bot.store.outbox import Outgoing
from bot.usecases.ground.identity import (
    Identity,
    known_identity,
    remember,
)
from sandbox.webapi.errors import words_of
from tests.slack.fakes import FakeSlack

DATA = {
    "team_id": "T1",
    "team": "Example",
    "user_id": "UBOT",
    "bot_id": "BBOT",
    "url": "https://example.slack.com/",
}
KNOWN = Identity("T1", "Example", "example", "UBOT", "BBOT")
OK = Answer(ok=True, data=DATA)
REFUSED = Answer(ok=False, error="invalid_auth")


def asked(answer):
    return who_am_i(FakeSlack(answers={"auth.test": answer}))


def test_the_bot_knows_its_workspace():
    assert asked(OK) == KNOWN


OF_AN_ORGANISATION = {
    **DATA,
    "team_id": "E1",
    "team": "Starship",
    "enterprise_id": "E1",
    "is_enterprise_install": True,
    "url": "https://starship.enterprise.slack.com/",
}


def with_teams(*teams):
    listed = Answer(ok=True, data={"teams": list(teams)})
    answers = {"auth.test": Answer(ok=True, data=OF_AN_ORGANISATION), "auth.teams.list": listed}
    return who_am_i(FakeSlack(answers=answers))


def test_the_token_of_an_organisation_is_used_in_its_only_workspace():
    found = with_teams({"id": "T1", "name": "Example"})
    assert found == Identity("T1", "Example", "starship.enterprise", "UBOT", "BBOT")


@pytest.mark.parametrize(
    ("teams", "named"),
    [([], "none"), ([{"id": "T1", "name": "One"}, {"id": "T2", "name": "Two"}], "One, Two")],
    ids=["none", "two"],
)
def test_the_token_of_an_organisation_needs_one_workspace(teams, named):
    with pytest.raises(SettingsError, match=rf"exactly one \(it is in: {named}\)"):
        with_teams(*teams)


@pytest.mark.parametrize(
    "answer", [Answer(ok=False, error="ratelimited"), UnclearAnswer("timeout")]
)
def test_an_organisation_whose_workspaces_slack_does_not_tell_is_asked_again(answer):
    with pytest.raises(Unavailable):
        who_am_i(Slack(Answer(ok=True, data=OF_AN_ORGANISATION), answer))


def test_the_token_of_a_workspace_of_an_organisation_is_of_that_workspace():
    data = {**DATA, "enterprise_id": "E1", "is_enterprise_install": False}
    assert asked(Answer(ok=True, data=data)) == KNOWN


def test_a_token_slack_refuses_is_a_wrong_setting():
    with pytest.raises(TokenRefused, match=r"SLACK_BOT_TOKEN: Slack refuses it \(invalid_auth\)"):
        asked(REFUSED)


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
def test_of_slacks_words_some_speak_of_the_token_and_all_others_go_by(method):
    told = {error for error in words_of(method) if is_of_the_token(error)}
    assert told >= {"invalid_auth", "token_revoked", "account_inactive", "missing_scope"}
    assert not told & {"ratelimited", "internal_error", "org_login_required", "ekm_access_denied"}
    assert not is_of_the_token("a_word_that_slack_has_since_yesterday")


def test_no_word_is_of_the_token_that_slack_does_not_say():
    assert words_of("auth.test") | words_of("apps.connections.open") >= OF_THE_TOKEN


@pytest.mark.parametrize("error", ["unreachable", "ratelimited", "internal_error", "fatal_error"])
def test_a_slack_that_is_away_is_no_wrong_setting(error):
    with pytest.raises(Unavailable, match=error):
        asked(Answer(ok=False, error=error))


class Slack:
    """Answers `auth.test` as told, one after the other."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def call(self, method, payload, *, timeout_s):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_no_answer_is_told():
    with pytest.raises(Unavailable, match="no answer"):
        who_am_i(Slack(UnclearAnswer("timeout")))


@pytest.fixture
def rests():
    return []


@pytest.fixture
def failures():
    return []


@pytest.fixture
def introduction(clock, rests, failures):
    return Introduction(clock, rests.append, failures.append)


def test_who_is_known_from_before_waits_for_nobody(introduction, db):
    assert introduction.identify(db, Slack()) == KNOWN
    assert not introduction.is_confirmed.is_set()


def test_an_unknown_bot_asks_until_slack_tells(introduction, database, rests):
    slack = Slack(UnclearAnswer("timeout"), Answer(ok=False, error="unreachable"), OK)
    with capture_logs() as logged:
        assert introduction.identify(database, slack) == KNOWN
    assert rests == [1.0, 2.0]
    assert introduction.is_confirmed.is_set()
    assert [entry["log_level"] for entry in logged] == ["warning", "warning"]


def test_an_unknown_bot_whose_token_is_refused_is_a_wrong_setting(introduction, database):
    with pytest.raises(TokenRefused):
        introduction.identify(database, Slack(REFUSED))


def test_an_unknown_bot_stops_asking_when_it_is_told_to(clock, database):
    def rest(_):
        raise StopRequested

    with pytest.raises(StopRequested):
        Introduction(clock, rest, None).identify(database, Slack(UnclearAnswer("timeout")))


def test_what_slack_confirms_is_asked_for_once(introduction, db, failures):
    slack = Slack(OK)
    assert introduction.confirm(db, slack, KNOWN) == CONFIRM_EVERY_S
    assert introduction.confirm(db, slack, KNOWN) == CONFIRM_EVERY_S
    assert introduction.is_confirmed.is_set()
    assert failures == []


@pytest.mark.parametrize("trouble", [UnclearAnswer("timeout"), REFUSED], ids=["away", "refused"])
def test_what_is_not_confirmed_is_tried_again_and_ends_nothing(introduction, db, failures, trouble):
    slack = Slack(trouble, trouble, OK)
    with capture_logs() as logged:
        assert [introduction.confirm(db, slack, KNOWN) for _ in range(2)] == [1.0, 2.0]
    assert len(logged) == 1
    assert not introduction.is_confirmed.is_set()
    introduction.confirm(db, slack, KNOWN)
    assert introduction.is_confirmed.is_set()
    assert failures == []


@pytest.mark.parametrize(
    ("trouble", "error"),
    [(REFUSED, "invalid_auth"), (UnclearAnswer("http status 503"), "http status 503")],
)
def test_an_outage_from_before_the_start_is_named_by_what_slack_answers_now(
    introduction, db, clock, trouble, error
):
    began_at = clock.now()
    with db.writing() as connection:
        outbox.put(connection, "T1", Outgoing("k", "C1", outbox.POST, {}, began_at))
        connection.execute(outbox.outbox.update().values(error="unclear: <html>", attempts=1))
        outages.note(connection, "T1", Outage(SAYING, "<html>", began_at))
    clock.move(hours=1)
    with capture_logs():
        introduction.confirm(db, Slack(trouble), KNOWN)
    with db.reading() as connection:
        assert outages.listing(connection, "T1") == [Outage(SAYING, error, began_at)]


def test_where_nothing_was_refused_yet_a_start_begins_no_outage(introduction, db):
    with capture_logs():
        introduction.confirm(db, Slack(REFUSED), KNOWN)
    with db.reading() as connection:
        assert outages.listing(connection, "T1") == []


def test_a_token_of_another_workspace_ends_it(introduction, db, failures):
    other = Answer(ok=True, data={**DATA, "team_id": "T2"})
    introduction.confirm(db, Slack(other), KNOWN)
    assert not introduction.is_confirmed.is_set()
    assert "this database belongs to workspace T1" in str(failures[0])


def test_a_bot_that_became_another_ends_it_and_is_known_at_the_next_start(
    introduction, db, failures
):
    other = Answer(ok=True, data={**DATA, "user_id": "UNEW"})
    introduction.confirm(db, Slack(other), KNOWN)
    assert not introduction.is_confirmed.is_set()
    assert "start Punctual again" in str(failures[0])
    assert known_identity(db).user_id == "UNEW"


def test_what_is_remembered_keeps_the_day_it_was_installed(db, clock):
    with db.reading() as connection:
        installed_at = workspaces.get(connection, "T1").installed_at
    clock.move(hours=1)
    remember(db, KNOWN, clock.now())
    with db.reading() as connection:
        assert workspaces.get(connection, "T1").installed_at == installed_at
    with pytest.raises(SettingsError, match="belongs to workspace T1"):
        remember(db, Identity("T2", "Other", "other", "UBOT", "BBOT"), clock.now())
