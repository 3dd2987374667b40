"""The files of a digest: a picture of its days, and its clocks as CSV."""

from dataclasses import dataclass
from io import StringIO

from bot import wording
from bot.output.pictures import compliance_by_day
from bot.output.report_columns import LOG_COLUMNS
from bot.output.tables import Format, write
from bot.slack.draw.blocks.report_digest import share_of, title_of
from bot.usecases.reports.digests import DigestEnclosure, DueDigest
from bot.views.notices import DigestTold


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file, its name, and its content in words."""

    name: str
    title: str
    content: bytes
    in_words: str | None = None


def files_of(due: DueDigest, told: DigestTold, found: DigestEnclosure) -> list[Enclosure]:
    """What goes into the thread of a digest."""
    title = title_of(told)
    name = f"sla-{due.digest.every}-{due.first_on.isoformat()}"
    total = told.total
    in_words = wording.digests.picture_in_words(
        title, total.met.count, total.missed.count, share_of(total.compliance_pct)
    )
    rows = StringIO()
    write(LOG_COLUMNS, found.clocks, Format.CSV, rows)
    return [
        Enclosure(
            f"{name}.png",
            wording.digests.picture(title),
            compliance_by_day(found.days, title),
            in_words,
        ),
        Enclosure(f"{name}.csv", f"{name}.csv", rows.getvalue().encode()),
    ]
