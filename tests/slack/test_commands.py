"""Slash commands, from the signed request to what one person reads and what is kept."""

import pytest

from bot.store import people
from tests.conftest import WORKSPACE


@pytest.fixture
def asked(bot):
    """Ticket 1 of Carla, in Support's channel."""
    bot.writes("UCARLA", "My &lt;printer&gt; burns &amp; smokes", ts="1772438400.000100")
    return bot


def test_a_command_is_acknowledged_empty_and_answered_to_one_person(asked):
    response = asked.command("UANA", "/ticket", "show 1")
    assert (response.status, response.body) == (200, "")
    assert asked.answer()["response_type"] == "ephemeral"


def test_show_tells_the_facts_and_the_promise_with_text_escaped(asked):
    asked.command("UANA", "/ticket", "show 1")
    shown = asked.answered()
    assert "My &lt;printer&gt; burns &amp; smokes" in shown
    assert "*First reply*: 4 h of business time left, due Mon 13:00" in shown
    assert "*Requester*\nCarla" in shown
    assert "*Customer*\nAcme &amp; Sons" in shown
    assert "https://example.slack.com/archives/CSUPPORT/p1772438400000100" in str(asked.answer())


@pytest.mark.parametrize("number", ["1", "#1", "<#C123|1>"])
def test_a_number_may_be_written_in_any_way(asked, number):
    asked.command("UANA", "/ticket", f"claim {number}")
    assert asked.ticket().assignee == "UANA"


def test_claim_is_told_back(asked):
    asked.command("UANA", "/ticket", "claim 1")
    assert asked.answer()["text"] == "You have ticket *#1*."


def test_the_second_who_claims_is_told_who_has_it_and_since_when(asked):
    asked.command("UANA", "/ticket", "claim 1")
    asked.command("UBOB", "/ticket", "claim 1")
    assert asked.ticket().assignee == "UANA"
    assert asked.answer()["text"].startswith("<@UANA> has had ticket #1 since Mon 09:00.")


def test_a_reply_goes_into_the_thread_in_the_agents_name_and_pings_nobody(asked):
    asked.command("UANA", "/ticket", "reply 1 Try &lt;!channel&gt; <!here> <@UBOB|bob>")
    said = asked.outgoing("event:1:")[0]
    assert said.payload["username"] == "Ana"
    assert said.payload["text"] == "Try &lt;!channel&gt; @here @bob"
    assert said.payload["thread_ts"] == "1772438400.000100"
    assert asked.timeline()[-1] == "agent_reply"
    assert "on its way" in asked.answered()


@pytest.mark.parametrize("verb", ["reply", "note", "resolve"])
def test_a_text_longer_than_a_message_holds_is_refused_and_changes_nothing(asked, verb):
    before = asked.timeline()
    asked.command("UANA", "/ticket", f"{verb} 1 {'&lt;' * 40_000} the end")
    assert asked.timeline() == before
    assert asked.outgoing("event:1:") == []
    assert "40,008 characters" in asked.answered()


def test_a_note_goes_into_the_cards_thread(asked):
    asked.command("UANA", "/ticket", "note 1 She &lt;called&gt;")
    note = asked.outgoing("event:1:")[0]
    assert (note.lane, note.thread_key) == ("CSLA", "card:1")
    assert note.payload["text"] == "*Note by Ana*\nShe &lt;called&gt;"


def test_pending_until_a_time_in_the_persons_zone(asked):
    # Monday 2026-03-02 08:00 UTC; 14:00 in Ljubljana is 13:00 UTC.
    asked.command("UANA", "/ticket", "pending 1 14:00")
    assert asked.ticket().status == "pending"
    assert "opens again Mon 14:00." in asked.answered()


def test_pending_with_a_time_nobody_understands_changes_nothing(asked):
    asked.command("UANA", "/ticket", "pending 1 soonish")
    assert asked.ticket().status == "new"
    assert "I do not understand the time `soonish`" in asked.answered()


def test_pending_until_a_time_that_has_passed_is_refused(asked):
    asked.command("UANA", "/ticket", "pending 1 2020-01-01")
    assert "has passed already" in asked.answered()
    assert asked.ticket().status == "new"


def test_resolve_with_a_last_answer(asked):
    asked.command("UANA", "/ticket", "resolve 1 Done, thank you")
    assert asked.ticket().status == "resolved"
    assert asked.outgoing("event:1:")[0].payload["text"] == "Done, thank you"


def test_reopen_opens_again(asked):
    asked.command("UANA", "/ticket", "resolve 1")
    asked.command("UCARLA", "/ticket", "reopen 1")
    assert asked.ticket().status == "open"
    assert asked.answer()["text"] == "You reopened ticket *#1*."


def test_next_says_why_it_is_first_and_offers_what_to_do(asked):
    asked.command("UANA", "/ticket", "next")
    shown = str(asked.answer())
    assert "its first reply has the least time" in shown
    for action in ("ticket_claim", "ticket_reply", "thread_open", "queue_skip"):
        assert action in shown


def test_next_says_so_when_nothing_waits(bot):
    bot.command("UANA", "/ticket", "next")
    assert "Nothing waits for you" in bot.answered()


def test_list_shows_tickets_with_what_is_left(asked):
    asked.command("UANA", "/ticket", "list")
    assert "1 ticket\n" in asked.answered()
    assert "of business time left" in asked.answered()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("mine", False),
        ("unassigned", True),
        ("overdue", False),
        ("dept:Support", True),
        ('department:"Support"', True),
        ("dept:Billing", False),
        ("status:new unassigned", True),
        ("status:resolved", False),
    ],
)
def test_list_narrows_by_filters(asked, filters, found):
    asked.command("UANA", "/ticket", f"list {filters}")
    assert ("burns" in asked.answered()) is found


@pytest.mark.parametrize(
    ("filters", "said"),
    [("mien", "did you mean mine?"), ("color:red", "I do not know the filter"), ("dept:", "empty")],
)
def test_list_with_a_filter_nobody_knows_says_which_there_are(asked, filters, said):
    asked.command("UANA", "/ticket", f"list {filters}")
    assert said in asked.answered()


def test_list_has_pages_that_keep_the_filters(bot):
    for number in range(12):
        bot.writes("UCARLA", f"Question {number}")
        bot.clock.move(minutes=5)
    bot.command("UANA", "/ticket", "list unassigned")
    assert "page 1 of 2" in bot.answered()
    bot.clicks("UANA", "list_page_on", "2 unassigned", ephemeral=True)
    assert "page 2 of 2" in bot.answered()
    assert bot.answer()["replace_original"] is True


def test_requesters_list_and_see_their_own_only(asked):
    asked.command("UCARLA", "/ticket", "list")
    assert "burns" in asked.answered()
    asked.command("UDAN", "/ticket", "list")
    assert "no such tickets" in asked.answered()
    asked.command("UDAN", "/ticket", "show 1")
    assert "not yours to read" in asked.answered()
    asked.command("UDAN", "/sla", "why 1")
    assert "not yours to read" in asked.answered()


@pytest.mark.parametrize(
    "text", ["claim 1", "reply 1 hello", "note 1 hm", "pending 1", "resolve 1"]
)
def test_who_is_no_agent_of_the_department_is_refused_kindly(asked, text):
    for user in ("UCARLA", "UDAN", "UCID"):
        before = asked.timeline()
        asked.command(user, "/ticket", text)
        assert "Only the agents" in asked.answered()
        assert asked.timeline() == before


@pytest.mark.parametrize("text", ["levels", "rules", "report", "log"])
def test_what_was_promised_and_kept_is_for_agents_and_admins(bot, text):
    bot.command("UCARLA", "/sla", text)
    assert "for the agents of a department" in bot.answered()
    for user in ("UANA", "UADA"):
        bot.command(user, "/sla", text)
        assert "for the agents of a department" not in bot.answered()


def test_guests_and_strangers_are_requesters_only(bot, program):
    for change in ({"is_guest": True}, {"is_stranger": True}):
        with program.work() as work:
            known = work.directory.person("UANA")
            values = {name: getattr(known, name) for name in known.__slots__} | change
            people.save(work.connection, WORKSPACE, people.Person(**values))
        bot.command("UANA", "/sla", "report")
        assert "for the agents of a department" in bot.answered()


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("/ticket", "clam 1", "Did you mean `/ticket claim`?"),
        ("/ticket", "report", "Did you mean `/sla report`?"),
        ("/sla", "lvels", "Did you mean `/sla levels`?"),
        ("/sla", "<!channel>", "I do not know `/sla @channel`."),
        ("/ticket", "xyzzy", "I do not know `/ticket xyzzy`."),
    ],
)
def test_an_unknown_word_gets_the_nearest_one_and_a_hint(bot, command, text, said):
    bot.command("UANA", command, text)
    assert said in bot.answered()
    assert f"`{command} help` lists all there is." in bot.answered()
    assert len(bot.answered()) < 400


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("level edti Gold", "/sla level edit"),
        ("level priority", None),  # a command of `/ticket`, and of another family
        ("level", None),
        ("lvel new", "/sla level new"),
    ],
)
def test_the_same_family_is_looked_at_first(bot, text, likely):
    bot.command("UADA", "/sla", text)
    assert "/ticket" not in bot.answered()
    assert ("Did you mean" in bot.answered()) == (likely is not None)
    assert f"`{likely or '/sla level edit'}`" in bot.answered()


def test_nobody_is_advised_to_do_what_is_not_for_them(bot):
    bot.command("UANA", "/sla", "level edti Gold")
    assert "level edit" not in bot.answered()


def test_sla_alone_shows_buttons_for_what_this_person_may_do(bot):
    def offered(user):
        bot.command(user, "/sla", "")
        rows = [block["elements"] for block in bot.answer()["blocks"] if block["type"] == "actions"]
        return [element["text"]["text"] for row in rows for element in row]

    assert offered("UCARLA") == ["All commands"]
    assert offered("UANA") == [
        *("Levels", "Calendars", "Departments", "Customers", "Roles"),
        *("Rules", "Report", "Log", "Reviews"),
        *("Digest", "How I am", "All commands"),
    ]
    assert {"New level", "Settings", "Set-up"} <= set(offered("UADA"))


def test_a_button_of_sla_alone_does_its_command(bot):
    bot.clicks("UANA", "start_levels", "levels")
    assert "First reply within" in bot.answered()
    bot.clicks("UCARLA", "start_levels", "levels")
    assert "for the agents of a department" in bot.answered()
    bot.clicks("UADA", "start_level_new", "level new")
    assert bot.shown_view()["callback_id"] == "level_new"
    bot.clicks("UANA", "start_help", "xyzzy")
    assert "I do not know" in bot.answered()


@pytest.mark.parametrize("text", ["", "help", "HELP", "  help  "])
def test_help_lists_what_this_person_may_do(bot, text):
    bot.command("UCARLA", "/ticket", text)
    assert "`/ticket new [subject]`" in bot.answered()
    assert "claim" not in bot.answered()
    assert "priority:X" not in bot.answered()
    bot.command("UANA", "/ticket", text)
    assert "`/ticket claim 42`" in bot.answered()
    assert "priority:X" in bot.answered()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("show", "Which ticket?"),
        ("show abc", "Which ticket?"),
        ("show 99", "There is no ticket #99 here."),
        ("show 99999999999999999999", "There is no ticket #99999999999999999999 here."),
        ("claim -1", "Which ticket?"),
        ("reply", "Which ticket?"),
        ("reply hello", "Which ticket?"),
    ],
)
def test_wrong_arguments_are_told_in_one_sentence(asked, text, said):
    asked.command("UANA", "/ticket", text)
    assert said in asked.answered()
    assert asked.timeline()[-1] == "level"


def test_levels_tell_targets_pauses_and_alerts(bot):
    bot.command("UANA", "/sla", "levels")
    shown = bot.answered()
    assert "*Urgent SLA*" in shown
    assert "First reply within 1 hour of office time, then within 30 minutes." in shown
    assert "When 75% of the time is used: the alert channel" in shown


def test_rules_tell_conditions_and_actions(bot):
    bot.command("UANA", "/sla", "rules")
    assert "When the tags contain URGENT, promise Urgent SLA." in bot.answered()


def test_report_counts_by_groups(asked):
    asked.command("UANA", "/ticket", "reply 1 hello")
    asked.command("UANA", "/sla", "report agent metric")
    shown = asked.answered()
    assert "Compliance by agent, metric" in shown
    assert "Ana" in shown
    assert "100.0 %" in shown
    assert "punctual report compliance --by agent,metric --format csv" in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("by:mood", "I cannot group by `mood`"),
        ("by:metrc", "did you mean metric?"),
        ("from:yesterday", "`yesterday` is no date"),
        ("from:2026-03-02 to:2026-03-01", "ends before it begins"),
        ("metrics", "did you mean metric?"),
        ("level:Standrad", "No clock has `level:Standrad`. Did you mean Standard?"),
        ("state:late", "There are: running, paused, met, missed, cancelled."),
    ],
)
def test_report_with_wrong_words_says_what_is_wrong(bot, text, said):
    bot.command("UANA", "/sla", f"report {text}")
    assert said in bot.answered()


def test_report_of_nothing_says_so(bot):
    bot.command("UANA", "/sla", "report")
    assert "There are no such clocks." in bot.answered()


@pytest.mark.parametrize(
    ("bob", "ana"),
    [
        ("<@UBOB>", "<@UANA|ana>"),
        ("bob@example.com", "<mailto:ana@example.com|ana@example.com>"),
        ("UBOB", "UANA"),
    ],
)
def test_report_of_one_agent_is_asked_by_mention_address_and_id(asked, bob, ana):
    asked.command("UANA", "/ticket", "reply 1 hello")
    asked.command("UANA", "/sla", f"report agent:{bob}")
    assert "There are no such clocks." in asked.answered()
    asked.command("UANA", "/sla", f"report agent:{ana}")
    assert "first_reply" in asked.answered()


def test_report_of_one_agent_is_not_asked_by_a_display_name(asked):
    asked.command("UANA", "/sla", "report agent:bob")
    assert "I do not know who bob is, as a name may be anybody's" in asked.answered()


def test_log_lists_clocks_and_how_to_get_all(asked):
    asked.command("UANA", "/sla", "log metric:first_reply")
    shown = asked.answered()
    assert "SLA log, 1 clock," in shown
    assert "first_reply" in shown
    assert "punctual report log --format csv" in shown


@pytest.mark.parametrize("command", ["log", "report"])
@pytest.mark.parametrize("given", ["to:9999-12-31", "from:9999-12-31", "from:0001-01-01"])
def test_days_no_calendar_reaches_are_refused_kindly(asked, command, given):
    asked.command("UANA", "/sla", f"{command} {given}")
    assert "is too far away: give a day between 1971 and 2199." in asked.answered()


def test_why_explains_span_by_span_with_the_sum(asked):
    asked.clock.move(hours=1)
    asked.command("UANA", "/sla", "why 1 first-reply")
    shown = asked.answered()
    assert "*First reply*, cycle 1: running" in shown
    assert "counted 1 h" in shown
    assert "*Sum: 1 h of 4 h*" in shown
    assert "Resolution" not in shown


def test_why_with_an_unknown_metric_names_the_nearest(asked):
    asked.command("UANA", "/sla", "why 1 first_repl")
    assert "Did you mean `first_reply`?" in asked.answered()


def test_the_same_request_twice_is_done_once(asked):
    asked.command("UANA", "/ticket", "note 1 once")
    assert asked.again().status == 200
    assert asked.texts_of().count("once") == 1


def test_a_command_counts_from_the_moment_it_was_stored(asked):
    asked.clock.move(minutes=30)
    asked.command("UANA", "/ticket", "resolve 1")
    assert asked.ticket().changed_at == asked.clock.now()


def test_an_unknown_person_is_looked_up_before_anything_is_done(asked):
    asked.command("UNEW", "/ticket", "list")
    assert asked.slack.of("users.info") == [{"user": "UNEW", "include_locale": True}]
