"""What one who asks sees: promised when, who is away, is it solved, how was it."""

from datetime import timedelta

from tests.house.marks import tries
from tests.house.reading import actions_in, text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"
SLOWLY = timedelta(hours=4)


def resolved(house):
    """Ticket 1 of Carla, resolved; the question whether it is, and the ts of its thread."""
    ts = house.member("carla").says(SUPPORT, "Printer burns")
    house.member("ana").asks(ALERTS, "/ticket resolve 1")
    return question(house), ts


def question(house):
    return house.posted(house.keys("solved:1:")[-1])


def only_for(member, channel=SUPPORT):
    """The newest message that this member alone sees."""
    return next(each for each in reversed(member.reads(channel)) if each["is_ephemeral"])


def test_a_request_is_confirmed_with_the_promised_time(house):
    ts = house.member("carla").says(SUPPORT, "Printer burns")
    [_, said] = house.thread(SUPPORT, ts, as_="carla")
    assert "You will have an answer by <!date^1772456400^" in said  # 14:00, after lunch
    assert "not at work" not in said


def test_who_writes_in_the_evening_is_told_once_when_somebody_is_there(house):
    carla = house.member("carla")
    house.move_to("2026-03-02T19:00", stride=SLOWLY)
    ts = carla.says(SUPPORT, "Printer burns")
    said = house.thread(SUPPORT, ts, as_="carla")[-1]
    assert "The team is not at work now; it is back <!date^1772524800^" in said  # Tuesday, 9:00
    house.move(minutes=30)
    carla.says(SUPPORT, "It smokes, too", thread_ts=ts)
    carla.says(SUPPORT, "Another one")
    assert house.keys("confirmation:") == ["confirmation:1", "confirmation:2"]
    assert house.keys("away:") == []
    assert "not at work" not in text_of(house.posted("confirmation:2"))


def test_who_writes_again_on_a_later_evening_is_told_once_more(house):
    carla = house.member("carla")
    ts = carla.says(SUPPORT, "Printer burns")
    house.move_to("2026-03-02T19:00", stride=SLOWLY)
    carla.says(SUPPORT, "Hello?", thread_ts=ts)
    carla.says(SUPPORT, "Anybody?", thread_ts=ts)
    assert len(house.keys("away:")) == 1
    assert "not at work" in house.thread(SUPPORT, ts, as_="carla")[-1]


@tries("action:solved_yes", "action:rate_good", "action:rate_comment", "form:rating_comment")
def test_yes_and_one_click_more_say_how_it_was_and_a_comment_goes_with_it(house):
    carla = house.member("carla")
    asked, _ = resolved(house)
    assert "Is this solved for you?" in text_of(asked)
    carla.clicks(asked["channel"], asked["ts"], "solved_yes")
    assert actions_in(question(house)) == ["rate_good", "rate_ok", "rate_bad"]
    carla.clicks(asked["channel"], asked["ts"], "rate_good")
    assert "rated the help" in text_of(only_for(carla))
    assert actions_in(question(house)) == ["rate_comment"]
    assert "Good" not in text_of(question(house))
    since = carla.clicks(asked["channel"], asked["ts"], "rate_comment")
    form = carla.form(since, "the form of a comment")
    assert carla.submits(form["id"], {"text": {"value": "  "}})["errors"]
    carla.submits(form["id"], {"text": {"value": "Quick and kind"}})
    assert "The team will read your comment" in text_of(carla.top_form())
    assert house.timeline(1)[-2:] == ["rated", "rated"]
    told = house.thread(ALERTS, house.posted("card:1")["ts"])[-1]
    assert "Good. They add: Quick and kind" in told


@tries("action:rate_ok", "action:rate_bad")
def test_the_latest_rating_counts(house):
    carla = house.member("carla")
    asked, _ = resolved(house)
    carla.clicks(asked["channel"], asked["ts"], "solved_yes")
    house.settle()
    carla.clicks(asked["channel"], asked["ts"], "rate_ok")
    carla.clicks(asked["channel"], asked["ts"], "rate_bad")
    assert house.timeline(1)[-2:] == ["rated", "rated"]


@tries("action:solved_no")
def test_no_opens_the_ticket_again_and_the_team_is_told(house):
    carla = house.member("carla")
    asked, _ = resolved(house)
    carla.clicks(asked["channel"], asked["ts"], "solved_no")
    assert house.ticket(1).status == "open"
    assert "is open again" in text_of(question(house))
    assert actions_in(question(house)) == []
    assert "still needs help" in house.thread(ALERTS, house.posted("card:1")["ts"])[-1]


def test_a_button_that_is_old_shows_how_the_ticket_stands(house):
    carla = house.member("carla")
    asked, ts = resolved(house)
    carla.says(SUPPORT, "It burns again", thread_ts=ts)  # on its way when the button is pressed
    carla.clicks(asked["channel"], asked["ts"], "solved_no")
    house.settle()
    assert "is not resolved any more. It is with the team." in text_of(only_for(carla))
    assert house.timeline(1).count("status") == 1


def test_somebody_elses_click_is_refused_for_them_alone(house):
    noah = house.member("noah")
    asked, _ = resolved(house)
    noah.clicks(asked["channel"], asked["ts"], "solved_no")
    assert house.ticket(1).status == "resolved"
    assert "Only who asked for ticket" in text_of(only_for(noah))


def test_writing_opens_a_resolved_ticket_and_takes_the_question_back(house):
    _, ts = resolved(house)
    house.member("carla").says(SUPPORT, "It burns again", thread_ts=ts)
    assert house.ticket(1).status == "open"
    assert actions_in(question(house)) == []


def test_a_silent_requester_is_reminded_then_the_ticket_resolved_then_closed(house):
    ts = house.member("carla").says(SUPPORT, "Printer burns")
    house.member("ana").says(SUPPORT, "Which one?", thread_ts=ts)
    # sixteen hours of the office from Monday, nine: seven each on Monday and Tuesday, two more
    house.move_to("2026-03-03T10:01", stride=SLOWLY)
    reminded = house.thread(SUPPORT, ts, as_="carla")[-1]
    assert "waits for your answer" in reminded
    assert "<!date^1772618400^" in reminded  # Wednesday, 11:00
    house.move_to("2026-03-04T11:00", stride=SLOWLY)
    assert house.ticket(1).status == "resolved"
    assert "Nothing was heard for a while" in house.thread(SUPPORT, ts, as_="carla")[-1]
    assert len(house.keys("reminder:1:")) == 1
    house.move_to("2026-03-09T11:01", stride=timedelta(hours=12))
    assert house.ticket(1).status == "closed"
    assert house.timeline(1)[-2:] == ["status", "status"]


def test_a_reminder_that_waits_to_be_sent_is_not_said_past_an_answer_nobody_heard(house):
    carla = house.member("carla")
    ts = carla.says(SUPPORT, "Printer burns")
    house.member("ana").says(SUPPORT, "Which one?", thread_ts=ts)
    house.doubts("started")
    fails(house, "chat.postMessage", "not_in_channel")
    house.move_to("2026-03-03T10:01", stride=SLOWLY)
    with house.unheard():
        carla.says(SUPPORT, "The big one", thread_ts=ts)
    fails(house, "conversations.history", "fatal_error")
    house.doubts()
    house.slack.post("faults/lift", method="chat.postMessage")
    house.move(minutes=20)
    assert house.keys("reminder:1:") == []
    house.slack.post("faults/lift")
    house.move(minutes=20)
    assert house.keys("reminder:1:") == []
    assert house.timeline(1)[-1] == "requester_message"


def fails(house, method, error):
    """Let Slack refuse this in the channel of Support."""
    house.expects(error)
    house.slack.post(
        "faults", fault="error", error=error, method=method, channel=SUPPORT, times=None
    )


def test_a_requester_sees_their_ticket_without_the_buttons_of_agents(house):
    carla = house.member("carla")
    carla.says(SUPPORT, "Printer burns")
    shown = carla.asks(SUPPORT, "/ticket show 1")
    assert set(actions_in(shown)) <= {"thread_open"}
    house.member("ana").asks(ALERTS, "/ticket resolve 1")
    assert "ticket_reopen" in actions_in(carla.asks(SUPPORT, "/ticket show 1"))
    carla.asks(SUPPORT, "/ticket reopen 1")
    assert house.ticket(1).status == "open"


@tries("action:requests_page_on", "action:requests_page_back", "event:app_home_opened")
def test_the_app_home_lists_ones_own_requests_by_pages(house):
    carla = house.member("carla")
    for number in range(21):
        carla.says(SUPPORT, f"Request {number}.")
        house.jump(minutes=4)
    house.member("noah").says(SUPPORT, "Not hers")
    home = carla.opens_home()
    assert "Request 20." in text_of(home)
    assert "nobody has it yet · promised by Mon 15:20" in text_of(home)
    assert "Request 0." not in text_of(home)
    assert "Not hers" not in text_of(home)
    carla.clicks_in_view(home["id"], "requests_page_on")
    assert "Request 0." in text_of(carla.home())
    carla.clicks_in_view(carla.home()["id"], "requests_page_back")
    assert "Request 0." not in text_of(carla.home())
