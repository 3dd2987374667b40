"""Whatever people type, wherever it is shown: it pings nobody and leads nowhere."""

from tests.house.mischief import (
    ALERTS,
    EVIL,
    SUPPORT,
    alive,
    asks_for_help,
    breached,
    filled,
    form_of,
    said_by_the_bot,
)


def test_nothing_typed_pings_anybody(house):
    house.slack.post("user", id="U0CARLA", real_name="<!channel> C <!subteam^S0SUPPORT>")
    ana, carla = house.member("ana"), house.member("carla")
    ts = asks_for_help(house, f"{EVIL} #URGENT")
    for line in (
        "tag 1 +<!channel>",
        "field 1 order=<!here>",
        "field 1 <!channel>=<!here>",
        f"note 1 {EVIL}",
        f"reply 1 {EVIL}",
        "customer 1 <!channel>",
        "assign 1 <!subteam^S0SUPPORT>",
        "list <!channel>",
        "<!channel>",
        "show 1",
        "list",
        "next",
    ):
        ana.asks(ALERTS, f"/ticket {line}")
    ana.says(ALERTS, "@punctual <!channel>")
    for line in ("report by:<!channel>", "log", "why 1 <!here>", "digest dept:<!channel>"):
        ana.asks(ALERTS, f"/sla {line}")
    carla.edits(SUPPORT, ts, f"{EVIL}!")
    for name in ("ana", "carla", "lea", "ada"):
        house.home(name)
    ana.asks(ALERTS, f"/ticket resolve 1 {EVIL}")
    asked = house.posted(house.keys("solved:1:")[-1])
    for action_id in ("solved_yes", "rate_bad"):
        carla.clicks(SUPPORT, asked["ts"], action_id)
        house.settle()
    form = carla.form(carla.clicks(SUPPORT, asked["ts"], "rate_comment"), "a comment")
    carla.submits(form["id"], filled(text=EVIL))
    carla.deletes(SUPPORT, ts)
    assert alive(house.log()) == []
    assert not any(
        "<@U0ANA>" in text for text in house.thread(ALERTS, house.posted("card:1")["ts"])
    )


def test_nothing_typed_in_forms_and_direct_messages_pings_anybody(house):
    ana, carla = house.member("ana"), house.member("carla")
    form = form_of(house, ana, f"/ticket new {EVIL}")
    ana.submits(
        form["id"],
        filled(
            subject=EVIL[:140],
            text=EVIL,
            tags="<!channel>, <!here>",
            department="Support",
            requester=carla.id,
        ),
    )
    direct, talk = house.posted("dm:1"), house.posted("conversation:1")
    asked = carla.says(direct["channel"], EVIL, thread_ts=direct["ts"])
    said = ana.says(SUPPORT, EVIL, thread_ts=talk["ts"])
    carla.shares(direct["channel"], EVIL, "<!channel>.png", thread_ts=direct["ts"])
    house.settle()
    carla.edits(direct["channel"], asked, f"{EVIL}!")
    ana.edits(SUPPORT, said, f"{EVIL}!")
    house.move(seconds=30)
    assert alive(house.log()) == []
    posts = house.log(0, "api", method="chat.postMessage")
    assert not any("<@U0ANA>" in text for _, text in said_by_the_bot(posts))


def test_nothing_typed_into_a_review_pings_anybody(house):
    alert = breached(house)
    lea, ana = house.member("lea"), house.member("ana")
    form = lea.form(lea.clicks(ALERTS, alert["ts"], "review_open"), "the form of a review")
    given = filled(severity="major", cause="overload", note=EVIL, exclusion=EVIL)
    given |= filled(what_1=EVIL, who_1=ana.id, due_1="2026-03-05")
    lea.submits(form["id"], given)
    lea.asks(SUPPORT, "/sla review all")
    todo = house.posted("follow_up:1:given")
    ana.clicks(todo["channel"], todo["ts"], "follow_up_done")
    asked = house.posted(house.keys("exclusion:")[-1])
    house.member("ada").clicks(asked["channel"], asked["ts"], "exclusion_refuse")
    assert alive(house.log()) == []
