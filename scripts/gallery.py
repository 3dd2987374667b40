"""Draws every form of Slack, light and dark, and writes docs/gallery.md; run as `make gallery`.

Each is opened in the house of the tests, a sandbox and the whole bot in one process, and drawn by
the sandbox's own page in Chromium: the one that is installed (`apt-get install chromium`), else
what `playwright install chromium` brings.
"""

import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.house.clock import HouseClock  # noqa: E402
from tests.house.forms_of_items import SUPPORT, filled, opened, presses  # noqa: E402
from tests.house.mischief import only_for  # noqa: E402
from tests.house.servers import Servers  # noqa: E402
from tests.house.standing import BEGINS_AT, new_world, prepare, stand  # noqa: E402

PICTURES: Final = ROOT / "docs" / "images" / "forms"
GALLERY: Final = ROOT / "docs" / "gallery.md"
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
VIEWPORT: Final[ViewportSize] = {"width": 600, "height": 3600}
COLORS: Final = 16
CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
MORE: Final = "editor_press_more"
HEAD: Final = """# The forms, as they look

The forms that Punctual opens in Slack, drawn by the page of [the sandbox](sandbox.md), light and
dark: Slack's own look differs, what is asked does not. What each does:
[administration](administration.md), [what one types](commands.md). Made by `make gallery`.
"""

Steps = Callable[[Any], Any]
"""Opens a form in a house."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A form: what it is called, how one gets to it, and how it is opened."""

    name: str
    caption: str
    steps: Steps
    member: str = "ada"
    is_sent: bool = False
    """Whether it is sent on the page, so that what is wrong stands at the fields."""
    is_first_day: bool = False
    """Whether nothing was configured before."""


def by(line: str, member: str = "ada") -> Steps:
    """A form that a command opens."""
    return lambda house: opened(house, line, member)


def with_ticket(steps: Steps) -> Steps:
    """The same of a ticket that somebody opened."""

    def run(house: Any) -> Any:
        house.member("carla").says(SUPPORT, "Printer burns #URGENT")
        house.move(minutes=20)
        house.member("noah").says(SUPPORT, "Scanner is slow")
        house.settle()
        return steps(house)

    return run


def pressed(line: str, action_id: str, value: str | None = None) -> Steps:
    """What a press shows in the form of a command, all of whose fields are shown."""

    def run(house: Any) -> Any:
        form = opened(house, line)
        if MORE in str(form["blocks"]):
            form = presses(house, form, MORE)
        return form if action_id == MORE else presses(house, form, action_id, value)

    return run


def after_the_breach(house: Any) -> Any:
    """An alert whose point was chosen."""
    above = pressed("/sla level new", "editor_add_alerts")(house)
    ada = house.member("ada")
    chosen = {"block_id": "when", "value": "after"}
    ada.clicks_in_view(above["id"], "value", **chosen)
    house.log()


def refused(house: Any) -> Any:
    """A level whose times are none; the page shows what the bot answers once it is sent."""
    form = opened(house, "/sla level new Gold")
    presses(house, form, "editor_press_more", first_reply="2 days", next_reply="soon")


def counted(house: Any) -> Any:
    """What saving a level comes to while clocks run."""
    form = opened(house, "/sla level edit Urgent SLA")
    ada, since = house.member("ada"), house.mark()
    ada.submits(form["id"], filled(first_reply="30 min"))
    ada.form(since, "what it comes to")


def archived_rule(house: Any) -> Any:
    """The question whether a rule is to be archived."""
    ada = house.member("ada")
    ada.asks(SUPPORT, "/sla rules")
    ada.clicks(SUPPORT, only_for(ada, SUPPORT)["ts"], "form_open_archive")
    house.log()


def set_up(steps: int) -> Steps:
    """A step of the set-up, once so many were sent with what stood there."""

    def run(house: Any) -> Any:
        ada = house.member("ada")
        form = opened(house, "/sla setup")
        for number in range(steps):
            values = {"alert_channel": ["C0SLAALERTS"]} if number == 1 else {}
            ada.submits(form["id"], filled(**values))
            house.settle()
            form = ada.top_form()
        return form

    return run


SET_UP: Final = (
    "`/sla setup` on the first day: hours",
    "… who answers",
    "… what is promised",
    "… a rule",
    "… and a ticket to try it out",
)
TICKET: Final = "1"
SHOTS: Final = (
    *(
        Shot(f"setup_{number + 1}", caption, set_up(number), is_first_day=True)
        for number, caption in enumerate(SET_UP)
    ),
    Shot("level_new", "`/sla level new`: what most levels need", by("/sla level new")),
    Shot("level_more", "… and what else there is", pressed("/sla level new", MORE)),
    Shot("level_refused", "What is wrong stands at its field", refused, is_sent=True),
    Shot("level_alert", "An alert", pressed("/sla level new", "editor_add_alerts")),
    Shot("level_alert_after", "… that is repeated after the breach", after_the_breach),
    Shot(
        "level_priority",
        "A time for a priority",
        pressed("/sla level new", "editor_add_priorities"),
    ),
    Shot("level_edit", "`/sla level edit NAME`", by("/sla level edit Urgent SLA")),
    Shot("level_counted", "What saving means for clocks that run", with_ticket(counted)),
    Shot(
        "level_archive",
        "`/sla level archive NAME`",
        with_ticket(by("/sla level archive Urgent SLA")),
    ),
    Shot("rule_new", "`/sla rule new`", by("/sla rule new")),
    Shot("rule_more", "… and what else there is", pressed("/sla rule new", MORE)),
    Shot("rule_condition", "A condition", pressed("/sla rule new", "editor_add_conditions")),
    Shot("rule_edit", "`/sla rule edit NAME`", by("/sla rule edit 1")),
    Shot("rule_archive", "*Archive* below a rule of `/sla rules`", archived_rule),
    Shot("calendar_new", "`/sla calendar new`", by("/sla calendar new")),
    Shot("calendar_edit", "`/sla calendar edit NAME`", pressed("/sla calendar edit office", MORE)),
    Shot("calendar_closure", "A closure", pressed("/sla calendar new", "editor_add_closures")),
    Shot("calendar_opening", "An opening", pressed("/sla calendar new", "editor_add_openings")),
    Shot("closure", "`/sla closure`, for what nobody planned", by("/sla closure snow")),
    Shot("department_new", "`/sla department new`", by("/sla department new")),
    Shot(
        "department_edit",
        "`/sla department edit NAME`",
        pressed("/sla department edit Support", MORE),
    ),
    Shot("department_field", "A field of it", pressed("/sla department new", "editor_add_fields")),
    Shot(
        "department_archive",
        "`/sla department archive NAME`",
        by("/sla department archive Billing"),
    ),
    Shot("customer_new", "`/sla customer new`", by("/sla customer new")),
    Shot("customer_edit", "`/sla customer edit NAME`", by("/sla customer edit Acme")),
    Shot("customer_archive", "`/sla customer archive NAME`", by("/sla customer archive Acme")),
    Shot("group_new", "`/sla group new`", by("/sla group new")),
    Shot("group_edit", "`/sla group edit NAME`", by("/sla group edit VIP")),
    Shot("settings", "`/sla settings`", by("/sla settings")),
    Shot("settings_more", "… and what else there is", pressed("/sla settings", MORE)),
    Shot("settings_digest", "A digest", pressed("/sla settings", "editor_add_digests")),
    Shot("config", "`/sla config`, the whole configuration as a file", by("/sla config")),
    Shot("ticket_new", "`/ticket new`", by("/ticket new", "carla"), "carla"),
    *(
        Shot(
            f"ticket_{word}",
            f"`/ticket {word} N`",
            with_ticket(by(f"/ticket {word} {TICKET}", "ana")),
            "ana",
        )
        for word in ("reply", "note", "assign", "priority", "dept", "level", "customer", "tag")
    ),
    Shot("ticket_merge", "`/ticket merge N`", with_ticket(by("/ticket merge 2", "ana")), "ana"),
)


def main() -> None:
    """Draw them all, or those whose names are given, and write the page."""
    chosen = [each for each in SHOTS if each.name in sys.argv[1:]] or list(SHOTS)
    PICTURES.mkdir(parents=True, exist_ok=True)
    servers = Servers(new_world(HouseClock(BEGINS_AT)))
    with tempfile.TemporaryDirectory() as folder, _browser() as browser:
        prepared, empty = Path(folder) / "prepared.db", Path(folder) / "empty.db"
        prepare(servers, prepared)
        prepare(servers, empty, None)
        page = browser.new_page(viewport=VIEWPORT)
        for shot in chosen:
            database = empty if shot.is_first_day else prepared
            with stand(servers, database, Path(folder)) as house:
                shot.steps(house)
                house.settle()
                _draw(page, servers.url, shot, house.member(shot.member).id)
                page.goto("about:blank")  # it asks the sandbox no more
    servers.close()
    GALLERY.write_text(_gallery(), encoding="utf-8")
    size = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    print(f"{len(chosen)} forms drawn; all pictures are {size // 1024} KB")


@contextmanager
def _browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


def _draw(page: Page, url: str, shot: Shot, member_id: str) -> None:
    page.goto(f"{url}/#me={member_id}&channel={SUPPORT}")
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    if shot.is_sent:
        dialog.locator("button[type=submit]").click()
        dialog.locator(".error").first.wait_for()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        picture = Image.open(io.BytesIO(dialog.screenshot()))
        few = picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
        few.save(PICTURES / f"{shot.name}-{scheme}.png", optimize=True)


def _gallery() -> str:
    parts = [HEAD]
    for shot in SHOTS:
        pictures = " ".join(
            f"![{shot.name}, {scheme}](images/forms/{shot.name}-{scheme}.png)" for scheme in SCHEMES
        )
        parts.append(f"{shot.caption}\n\n{pictures}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    main()
