"""The tables: one picture of everything that is kept. Every key is led by the workspace.

    workspaces ─┬─ people, preferences, user_groups, channels, counters, inbox
                ├─ audit, audit_chains   who did what: hashes, chained, and how long each chain is
                ├─ audit_sign_offs ── audit_signed_heads  the chains' ends as they were signed off
                ├─ channel_moves    which ids channels had before
                ├─ known_names, lost_names  what names were resolved to, and which mean nobody
                ├─ form_drafts      forms that somebody fills in, for a day
                ├─ set_aside, missing_scopes    what cannot be used, and what is not allowed
                ├─ outages          what Slack refuses as a whole, and since when
                ├─ hearing, hearers, readings   whether we hear, and up to where was read
                ├─ timekeeping      whether our clock goes with Slack's
                ├─ config_revisions ── calendar_data  what a calendar was compiled from
                └─ tickets ─┬─ events           what happened: append only, the truth
                            ├─ clocks ── alarms projections of it, rewritten at will
                            ├─ clock_numbers    what was told of a clock; outlives its row
                            ├─ reviews ── follow_ups  what a missed clock asks of its leads
                            └─ outbox           what is to be said in Slack, and what became of it

Migrations make them; a test holds the two together.
"""

from bot.store.columns import metadata
from bot.store.tables.audit import audit, audit_chains, audit_sign_offs, audit_signed_heads
from bot.store.tables.hearing import hearers, hearing, readings, timekeeping
from bot.store.tables.messages import inbox, outbox
from bot.store.tables.status import missing_scopes, outages, set_aside
from bot.store.tables.tickets import (
    alarms,
    clock_numbers,
    clocks,
    events,
    follow_ups,
    reviews,
    tickets,
)
from bot.store.tables.workspace import (
    calendar_data,
    channel_moves,
    channels,
    config_revisions,
    counters,
    form_drafts,
    jobs,
    known_names,
    lost_names,
    people,
    preferences,
    user_groups,
    workspaces,
)

__all__ = [
    "alarms",
    "audit",
    "audit_chains",
    "audit_sign_offs",
    "audit_signed_heads",
    "calendar_data",
    "channel_moves",
    "channels",
    "clock_numbers",
    "clocks",
    "config_revisions",
    "counters",
    "events",
    "follow_ups",
    "form_drafts",
    "hearers",
    "hearing",
    "inbox",
    "jobs",
    "known_names",
    "lost_names",
    "metadata",
    "missing_scopes",
    "outages",
    "outbox",
    "people",
    "preferences",
    "readings",
    "reviews",
    "set_aside",
    "tickets",
    "timekeeping",
    "user_groups",
    "workspaces",
]
