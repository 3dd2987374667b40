"""Digests as Slack shows them: a message, its picture and its CSV, once."""

import csv
from datetime import timedelta
from io import StringIO

from tests.house.marks import tries
from tests.house.reading import text_of
from tests.house.standing import PROMISES

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"
NIGHT = timedelta(hours=4)
"""How seldom the bot needs to look up where little happens."""
DIGESTS = """
digests:
  - {every: day, to: ["#sla-alerts", lea@harbour.example]}
  - {every: week, to: ["#billing-alerts"], department: Billing, at: "07:30"}
"""


def files_in(house, channel, ts):
    """The files of a thread as the sandbox keeps them."""
    messages = house.member("lea").reads(channel, ts)
    ids = [file["id"] for each in messages for file in each.get("files") or []]
    return [house.world.workspace.files[each] for each in ids]


def test_a_digest_comes_with_its_picture_and_its_clocks_once(house):
    house.configure(PROMISES.read_text(encoding="utf-8") + DIGESTS)
    ana, carla = house.member("ana"), house.member("carla")
    ts = carla.says(SUPPORT, "Printer burns #URGENT")
    house.move(minutes=90)
    ana.says(SUPPORT, "On my way", thread_ts=ts)
    house.move_to("2026-03-03T08:01", stride=NIGHT)
    digest = house.posted("report:day:2026-03-02:*:C0SLAALERTS")
    assert "0 met, 1 missed" in text_of(digest)
    house.move(seconds=10)
    assert "harbour-lights.slack.com/archives/C0SUPPORT" in text_of(digest)
    picture, clocks = files_in(house, digest["channel"], digest["ts"])
    assert picture.content.startswith(b"\x89PNG")
    rows = list(csv.DictReader(StringIO(clocks.content.decode())))
    assert [(row["ticket"], row["state"]) for row in rows] == [("1", "missed")]
    assert "1 missed" in text_of(house.posted("report:day:2026-03-02:*:U0LEA"))
    house.move(NIGHT, hours=3)
    assert len(house.keys("report:day:")) == 2
    assert len(files_in(house, digest["channel"], digest["ts"])) == 2


def test_an_empty_week_says_so_in_one_line_also_when_the_bot_slept_over_its_hour(house):
    house.configure(PROMISES.read_text(encoding="utf-8") + DIGESTS)
    house.jump(days=7, minutes=5)
    digest = house.posted("report:week:2026-03-02:Billing:C0BILLALERTS")
    assert text_of(digest).splitlines()[0] == (
        "Promises of Billing, Mon 2 Mar to Sun 8 Mar (days in Europe/Ljubljana): "
        "nothing was promised, kept or missed."
    )
    assert files_in(house, digest["channel"], digest["ts"]) == []


@tries("command:/sla digest")
def test_agents_see_a_digest_when_they_ask(house):
    ana, carla = house.member("ana"), house.member("carla")
    carla.says(SUPPORT, "Printer burns #URGENT")
    house.move(minutes=90)
    assert "nothing was promised" in text_of(ana.asks(SUPPORT, "/sla digest week"))
    assert "1 missed" in text_of(ana.asks(SUPPORT, "/sla digest day now dept:Support"))
    assert "There is no department X" in text_of(ana.asks(SUPPORT, "/sla digest day dept:X"))
    assert "say `day`" in text_of(ana.asks(SUPPORT, "/sla digest day week"))
    assert "for the agents" in text_of(carla.asks(SUPPORT, "/sla digest"))
