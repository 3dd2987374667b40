"""Each way a configuration file can be wrong, and the one line that is said of it."""

import pytest

from tests.config.files import problems_of

CALENDAR = """
version: 1
calendars:
  office:
    time_zone: UTC
    hours: {{mon-fri: ["09:00-17:00"]}}
    {}
"""
LEVEL = """
version: 1
levels:
  Standard:
    targets: {{first_reply: 4h}}
    {}
"""
RULE = """
version: 1
rules:
  - name: First
    {}
"""
AT = "sla.yml:6: calendars.office"
IN_LEVEL = "sla.yml:5: levels.Standard"
IN_RULE = "sla.yml:4: rules.First"
TOO_EARLY = "{} of `changed` and `time` rules: say `when: [changed]` or `when: [time]`"

CASES = {
    "nothing in it": ("", "sla.yml:1: is empty: start with `version: 1`"),
    "a list": ("- 1", "sla.yml:1: is a list: start with `version: 1`"),
    "a bracket left open": (
        "version: 1\nlevels: [1\n",
        (
            "sla.yml:3: not YAML: while parsing a flow sequence, expected ',' or ']', "
            "but got '<stream end>'"
        ),
    ),
    "a tab for indentation": (
        "version: 1\nlevels:\n\tStandard: 1\n",
        (
            "sla.yml:3: not YAML: while scanning for the next token, "
            "found character '\\t' that cannot start any token"
        ),
    ),
    "a control character": (
        "version: 1\nrules: \x00",
        "sla.yml: not YAML: unacceptable character #x0000: special characters are not allowed",
    ),
    "two documents": (
        "version: 1\n---\nversion: 1\n",
        "sla.yml:2: holds a second document: remove the line `---`",
    ),
    "an alias nobody named": (
        "version: 1\nlevels: *nope\n",
        "sla.yml:2: not YAML: found undefined alias 'nope'",
    ),
    "an alias within itself": (
        "version: 1\nintake_bots: &a [*a]\n",
        "sla.yml:2: an alias stands inside what it names: write it out",
    ),
    "nested without end": (
        f"version: {'[' * 5000}",
        "sla.yml:1: more than 50 lists and mappings lie in each other: write it flatter",
    ),
    "nested deeply by lines": (
        "".join(f"{' ' * depth}a:\n" for depth in range(120)),
        "sla.yml:50: more than 50 lists and mappings lie in each other: write it flatter",
    ),
    "aliases of aliases": (
        "version: 1\na: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
            for before, name in zip("abcdefg", "bcdefgh", strict=True)
        ),
        "sla.yml:6: aliases make it too large: write fewer of them",
    ),
    "a key twice": (
        "version: 1\nlevels:\n  A: {targets: {first_reply: 1h}}\n  A: {targets: {resolution: 1h}}",
        "sla.yml:4: A: given twice, first on line 3: keep one of them",
    ),
    "a merge key": (
        "version: 1\nlevels:\n  A: &a {targets: {first_reply: 1h}}\n  B: {<<: *a}\n",
        "sla.yml:4: <<: YAML 1.2 has no merge keys: repeat the keys, or alias a whole value",
    ),
    "a tag": (
        "version: 1\nreport_time_zone: !zone UTC\n",
        "sla.yml:2: the tag !zone means nothing here: remove it",
    ),
    "a list for a key": ("version: 1\n[a, b]: 1\n", "sla.yml:2: a key is text"),
    "another version": (
        "version: 2\n",
        "sla.yml:1: version: is 2: this program reads version 1",
    ),
    "an unknown key": (
        "version: 1\nlevel: {}\n",
        "sla.yml:2: level: there is no such key: did you mean levels?",
    ),
    "a digest every year": (
        "version: 1\ndigests:\n  - {every: year, to: ['#sla']}\n",
        "sla.yml:3: digests[1].every: there is no year: use one of day, week, month",
    ),
    "a digest to nobody": (
        "version: 1\ndigests:\n  - {every: day}\n",
        "sla.yml:3: digests[1]: `to` is missing: add it",
    ),
    "a digest at no time": (
        "version: 1\ndigests:\n  - {every: day, to: ['#sla'], at: '24:00'}\n",
        "sla.yml:3: digests[1].at: 24:00 is no time of day: give one such as 08:00",
    ),
    "a daily digest with a day": (
        "version: 1\ndigests:\n  - {every: day, to: ['#sla'], on: fri}\n",
        "sla.yml:3: digests[1].on: only a digest of the week has a day: leave it out",
    ),
    "an unknown key unlike any": (
        "version: 1\nemoji: {banana: tada}\n",
        "sla.yml:2: emoji.banana: no emoji does banana: use one of open, no_reply, resolve",
    ),
    "agreements": (
        "version: 1\nagreements: {Gold: 1}\n",
        "sla.yml:2: agreements: agreements are not read by this version: leave them empty",
    ),
    "an unknown report zone": (
        "version: 1\nreport_time_zone: Europe/Lublana\n",
        (
            "sla.yml:2: report_time_zone: unknown time zone 'Europe/Lublana': "
            "use an IANA name such as Europe/Ljubljana"
        ),
    ),
    "a language that is none": (
        "version: 1\nlanguage: Deutsch, bitte\n",
        "sla.yml:2: language: Deutsch, bitte is no language: give its tag, such as de or pt-BR",
    ),
    "managed by nobody": (
        "version: 1\nmanaged_by: fire\n",
        "sla.yml:2: managed_by: there is no fire: did you mean file?",
    ),
    "a default level that is not there": (
        "version: 1\ndefault_level: Gold\n",
        "sla.yml:2: default_level: there is no level Gold: declare one under levels",
    ),
    "a calendar without hours": (
        "version: 1\ncalendars:\n  office:\n    time_zone: UTC\n",
        "sla.yml:3: calendars.office: `hours` is missing: add it",
    ),
    "a calendar that never opens": (
        "version: 1\ncalendars:\n  office:\n    time_zone: UTC\n    hours: {}\n",
        (
            "sla.yml:5: calendars.office.hours: the calendar never opens: give weekly hours, "
            "such as mon-fri 09:00-17:00"
        ),
    ),
    "a calendar without a zone": (
        "version: 1\ncalendars:\n  office:\n    hours: 24x7\n",
        "sla.yml:3: calendars.office: `time_zone` is missing: add it",
    ),
    "a calendar in an unknown zone": (
        "version: 1\ncalendars:\n  office: {time_zone: Mars, hours: 24x7}\n",
        (
            "sla.yml:3: calendars.office.time_zone: unknown time zone 'Mars': "
            "use an IANA name such as Europe/Ljubljana"
        ),
    ),
    "the built-in calendar": (
        "version: 1\ncalendars:\n  24x7: {time_zone: UTC, hours: 24x7}\n",
        "sla.yml:3: calendars.24x7: 24x7 is built in: give yours another name",
    ),
    "hours that are a word": (
        "version: 1\ncalendars:\n  office: {time_zone: UTC, hours: often}\n",
        "sla.yml:3: calendars.office.hours: is often: give 24x7, or windows by day",
    ),
    "an unknown day": (
        (
            "version: 1\ncalendars:\n  office:\n    time_zone: UTC\n    hours:\n"
            "      monday: ['09:00-17:00']\n"
        ),
        "sla.yml:6: calendars.office.hours.monday: there is no day 'monday': did you mean mon?",
    ),
    "a day twice": (
        (
            "version: 1\ncalendars:\n  office:\n    time_zone: UTC\n    hours:\n"
            "      mon-wed: ['09:00-17:00']\n      tue: ['18:00-19:00']\n"
        ),
        "sla.yml:7: calendars.office.hours.tue: tue has its hours twice: give them in one place",
    ),
    "a window without an end": (
        (
            "version: 1\ncalendars:\n  office:\n    time_zone: UTC\n    hours:\n"
            "      mon:\n        - '09:00-17:00'\n        - '18:00'\n"
        ),
        "sla.yml:8: calendars.office.hours.mon[2]: is 18:00: give two times, such as 09:00-17:00",
    ),
    "a window past midnight": (
        "version: 1\ncalendars:\n  office: {time_zone: UTC, hours: {mon: ['09:00-25:00']}}\n",
        (
            "sla.yml:3: calendars.office.hours.mon[1]: 25:00 is no time of day: "
            "give one from 00:00 to 24:00"
        ),
    ),
    "an empty window": (
        "version: 1\ncalendars:\n  office: {time_zone: UTC, hours: {mon: ['09:00-09:00']}}\n",
        (
            "sla.yml:3: calendars.office.hours.mon[1]: a window that ends when it starts is empty: "
            "for a whole day write 00:00-24:00"
        ),
    ),
    "an unknown country": (
        CALENDAR.format("holidays: {country: XX}"),
        f"{AT}.holidays: unknown country 'XX': use an ISO code such as SI",
    ),
    "holidays without a country": (
        CALENDAR.format("holidays: {categories: [public]}"),
        f"{AT}.holidays: `country` is missing: add it",
    ),
    "a closure that ends before it starts": (
        CALENDAR.format('closures: [{from: "2026-12-31T12:00", to: "2026-12-31T11:00"}]'),
        f"{AT}.closures[1]: a closure ends after it starts",
    ),
    "a closure with an offset": (
        CALENDAR.format('closures: [{name: Move, from: "2026-12-31T12:00Z", to: 2027-01-01}]'),
        (
            f"{AT}.closures.Move.from: is a local time of the calendar, in whole seconds: "
            "leave the rest out"
        ),
    ),
    "a closure on no date": (
        CALENDAR.format("closures: [{date: 2026-02-30}]"),
        f"{AT}.closures[1].date: is 2026-02-30: give a date such as 2026-12-24",
    ),
    "a closure on the last date of all": (
        CALENDAR.format("closures: [{date: 9999-12-31}]"),
        f"{AT}.closures[1].date: is 9999-12-31: give a year from 0002 to 9998",
    ),
    "a closure from the end of the last date": (
        CALENDAR.format('closures: [{from: "9999-12-31T24:00", to: 9998-12-31}]'),
        f"{AT}.closures[1].from: is 9999-12-31T24:00: give a year from 0002 to 9998",
    ),
    "a closure until the end of the last date": (
        CALENDAR.format('closures: [{from: "2026-12-31T12:00", to: "9999-12-31T24:00"}]'),
        f"{AT}.closures[1].to: is 9999-12-31T24:00: give a year from 0002 to 9998",
    ),
    "an opening on the first date of all": (
        CALENDAR.format("openings: [{date: 0001-01-01, hours: ['09:00-10:00']}]"),
        f"{AT}.openings[1].date: is 0001-01-01: give a year from 0002 to 9998",
    ),
    "a closure at no time": (
        CALENDAR.format("closures: [{from: noon, to: 2026-02-28}]"),
        f"{AT}.closures[1].from: is noon: give a local time such as 2026-12-31T12:00, or a date",
    ),
    "an opening without hours": (
        CALENDAR.format("openings: [{date: 2026-05-02, hours: []}]"),
        (
            f"{AT}.openings[1]: the opening on 2026-05-02 has no hours: "
            "give hours, or declare a closure"
        ),
    ),
    "a level without targets": (
        "version: 1\nlevels:\n  Standard: {calendar: 24x7}\n",
        "sla.yml:3: levels.Standard: `targets` is missing: add it",
    ),
    "a level with no target": (
        "version: 1\nlevels:\n  Standard: {targets: {}}\n",
        "sla.yml:3: levels.Standard.targets: a level promises at least one metric",
    ),
    "a level that is a word": (
        "version: 1\nlevels:\n  Standard: fast\n",
        "sla.yml:3: levels.Standard: is fast: give keys and values",
    ),
    "a level called auto": (
        "version: 1\nlevels:\n  Auto: {targets: {first_reply: 1h}}\n",
        (
            "sla.yml:3: levels.Auto: `auto` gives the choice back to the rules: "
            "give the level another name"
        ),
    ),
    "a target in days": (
        "version: 1\nlevels:\n  Standard:\n    targets:\n      first_reply: 2d\n",
        (
            "sla.yml:5: levels.Standard.targets.first_reply: 2d is no duration: a day has no "
            "fixed number of business hours: give hours, such as 8h"
        ),
    ),
    "a target without a unit": (
        "version: 1\nlevels:\n  Standard:\n    targets:\n      first_reply: 30\n",
        (
            "sla.yml:5: levels.Standard.targets.first_reply: 30 has no unit: "
            "give 30s, 45m, 1h30m or 8h"
        ),
    ),
    "a target in words": (
        "version: 1\nlevels:\n  Standard:\n    targets:\n      first_reply: soon\n",
        (
            "sla.yml:5: levels.Standard.targets.first_reply: soon is no duration: "
            "give a duration such as 30s, 45m, 1h30m or 8h"
        ),
    ),
    "a target of nothing": (
        "version: 1\nlevels:\n  Standard:\n    targets: {first_reply: 0s}\n",
        "sla.yml:4: levels.Standard.targets.first_reply: a target is at least one second",
    ),
    "an unknown metric": (
        "version: 1\nlevels:\n  Standard:\n    targets: {first_replay: 1h}\n",
        (
            "sla.yml:4: levels.Standard.targets.first_replay: there is no metric first_replay: "
            "did you mean first_reply?"
        ),
    ),
    "an unknown priority": (
        "version: 1\nlevels:\n  Standard:\n    targets: {resolution: {urgnt: 1h}}\n",
        (
            "sla.yml:4: levels.Standard.targets.resolution.urgnt: there is no priority urgnt: "
            "did you mean urgent?"
        ),
    ),
    "a target that five years do not hold": (
        (
            "version: 1\nlevels:\n  Standard:\n    calendar: sundays\n"
            "    targets: {resolution: 400h}\n"
            "calendars:\n  sundays: {time_zone: UTC, hours: {sun: ['09:00-10:00']}}\n"
        ),
        (
            "sla.yml:5: levels.Standard.targets.resolution: not reached within 5 years on calendar "
            "sundays: give less, or more hours"
        ),
    ),
    "a calendar that is not there": (
        LEVEL.format("calendar: offce"),
        f"{IN_LEVEL}.calendar: there is no calendar offce: use one of 24x7",
    ),
    "an unknown status": (
        LEVEL.format("pause_on: [answerd]"),
        f"{IN_LEVEL}.pause_on[1]: there is no answerd: did you mean answered?",
    ),
    "a pause of an unknown metric": (
        LEVEL.format("pause_on: {resolve: [pending]}"),
        f"{IN_LEVEL}.pause_on.resolve: there is no metric resolve: did you mean resolution?",
    ),
    "an unknown reopen": (
        LEVEL.format("reopen: again"),
        f"{IN_LEVEL}.reopen: there is no again: use one of resume, new_cycle, ignore",
    ),
    "an unknown change": (
        LEVEL.format("on_change: cary"),
        f"{IN_LEVEL}.on_change: there is no cary: did you mean carry?",
    ),
    "resolved at once": (
        LEVEL.format("resolve_after: 0h"),
        f"{IN_LEVEL}.resolve_after: is nothing: give at least 1s, or leave it out",
    ),
    "quiet never": (
        LEVEL.format('quiet: "22:00-22:00"'),
        f"{IN_LEVEL}.quiet: ends when it starts: give two times, or leave it out",
    ),
    "an alert at no point": (
        LEVEL.format("alerts: [{at: often, to: [channel]}]"),
        f"{IN_LEVEL}.alerts[1].at: often is no time of an alert: give 75%, -15m, breach or +1h",
    ),
    "an alert after all is used": (
        LEVEL.format("alerts: [{at: 100%, to: [channel]}]"),
        f"{IN_LEVEL}.alerts[1].at: a share lies between 1% and 99%",
    ),
    "an alert in days": (
        LEVEL.format("alerts: [{at: -1d, to: [channel]}]"),
        (
            f"{IN_LEVEL}.alerts[1].at: 1d is no duration: a day has no fixed number of "
            "business hours: give hours, such as 8h"
        ),
    ),
    "an alert to nobody": (
        LEVEL.format("alerts: [{at: breach, to: []}]"),
        f"{IN_LEVEL}.alerts[1].to: is empty: name who hears of it, or remove the alert",
    ),
    "an alert without a receiver": (
        LEVEL.format("alerts: [{at: breach}]"),
        f"{IN_LEVEL}.alerts[1]: `to` is missing: add it",
    ),
    "a warning that repeats": (
        LEVEL.format("alerts: [{at: 75%, to: [channel], repeat: 2}]"),
        f"{IN_LEVEL}.alerts[1].repeat: only an alert after the breach repeats",
    ),
    "an alert repeated for ever": (
        LEVEL.format("alerts: [{at: +1s, to: [channel], repeat: 100000000}]"),
        f"{IN_LEVEL}.alerts[1].repeat: an alert repeats 100 times at most",
    ),
    "an alert repeated half a time": (
        LEVEL.format("alerts: [{at: +1h, to: [channel], repeat: 0.5}]"),
        f"{IN_LEVEL}.alerts[1].repeat: is 0.5: give a whole number from 1",
    ),
    "an escalation of maybe": (
        LEVEL.format("alerts: [{at: breach, to: [channel], escalate: maybe}]"),
        f"{IN_LEVEL}.alerts[1].escalate: maybe is neither true nor false: give one of the two",
    ),
    "two levels of one name": (
        (
            "version: 1\nlevels:\n  Gold: {targets: {first_reply: 1h}}\n"
            "  GOLD: {targets: {first_reply: 2h}}\n"
        ),
        (
            "sla.yml:4: levels.GOLD: has the name of levels.Gold on line 3, as names ignore case: "
            "rename one of them"
        ),
    ),
    "a blank name": (
        'version: 1\nlevels:\n  " ": {targets: {first_reply: 1h}}\n',
        "sla.yml:3: levels. : a name is not blank",
    ),
    "a rule without a name": (
        "version: 1\nrules:\n  - then: {stop: true}\n",
        "sla.yml:3: rules[1]: `name` is missing: add it",
    ),
    "a rule that does nothing": (
        RULE.format("then: {}"),
        f"{IN_RULE}.then: does nothing: give an action, such as level or stop",
    ),
    "a rule without actions": (
        "version: 1\nrules:\n  - name: First\n",
        "sla.yml:3: rules.First: `then` is missing: add it",
    ),
    "two rules of one name": (
        (
            "version: 1\nrules:\n  - {name: First, then: {stop: true}}\n"
            "  - {name: first, then: {stop: true}}\n"
        ),
        (
            "sla.yml:4: rules.first: has the name of rules.First on line 3, as names ignore case: "
            "rename one of them"
        ),
    ),
    "a rule for a level that is not there": (
        RULE.format("then: {level: Gold}"),
        f"{IN_RULE}.then.level: there is no level Gold: declare one under levels",
    ),
    "a rule to an unknown priority": (
        RULE.format("then: {priority: hihg}"),
        f"{IN_RULE}.then.priority: there is no hihg: did you mean high?",
    ),
    "actions that are a word": (
        RULE.format("then: stop"),
        f"{IN_RULE}.then: is stop: give keys and values",
    ),
    "an unknown action": (
        RULE.format("then: {levle: Gold}"),
        f"{IN_RULE}.then.levle: there is no such key: did you mean level?",
    ),
    "an action of other rules": (
        RULE.format("then: {level: Standard, notify: leads}"),
        f"{IN_RULE}.then.notify: {TOO_EARLY.format('an action')}",
    ),
    "an action of other rules, on the creation too": (
        RULE.format("when: [created, changed]\n    then: {stop: true, escalate: true}"),
        f"{IN_RULE}.then.escalate: {TOO_EARLY.format('an action')}".replace(":4:", ":5:"),
    ),
    "a rule on no occasion": (
        RULE.format("when: []\n    then: {stop: true}"),
        f"{IN_RULE}.when: never: give created, changed, time, or set `active: false`",
    ),
    "an unknown status to set": (
        RULE.format("when: [time]\n    then: {status: closd}"),
        f"{IN_RULE}.then.status: there is no closd: did you mean closed?".replace(":4:", ":5:"),
    ),
    "a notice to nobody": (
        RULE.format("when: [time]\n    then: {notify: []}"),
        (
            f"{IN_RULE}.then.notify: tells nobody: give channel, assignee, leads, or a person"
        ).replace(":4:", ":5:"),
    ),
    "a notice without anybody": (
        RULE.format("when: [time]\n    then: {notify: {text: Hello}}"),
        f"{IN_RULE}.then.notify: `to` is missing: add it".replace(":4:", ":5:"),
    ),
    "a count that is a word": (
        RULE.format("when: [time]\n    if: [{breaches: {above: one}}]\n    then: {stop: true}"),
        f"{IN_RULE}.if[1].breaches.above: is one: give a whole number from 0".replace(":4:", ":5:"),
    ),
    "a rule on an unknown occasion": (
        RULE.format("when: [creatd]\n    then: {stop: true}"),
        f"{IN_RULE}.when[1]: there is no creatd: did you mean created?",
    ),
    "an unknown condition": (
        RULE.format("if: [{prioritty: {is: low}}]\n    then: {stop: true}"),
        f"{IN_RULE}.if[1].prioritty: there is no condition prioritty: did you mean priority?",
    ),
    "a condition of other rules": (
        RULE.format("if: [{waiting_for: {above: 1h}}]\n    then: {stop: true}"),
        f"{IN_RULE}.if[1].waiting_for: {TOO_EARLY.format('a condition')}",
    ),
    "a condition without an operator": (
        RULE.format("if: [{tags: URGENT}]\n    then: {stop: true}"),
        f"{IN_RULE}.if[1].tags: is URGENT: give an operator, such as {{contains: …}}",
    ),
    "an operator the field has not": (
        RULE.format("if: [{tags: {is: URGENT}}]\n    then: {stop: true}"),
        (
            f"{IN_RULE}.if[1].tags.is: tags has no operator is: "
            "use one of contains, not_contains, is_set"
        ),
    ),
    "several values where one is meant": (
        RULE.format("if: [{source: {is: [email, chat]}}]\n    then: {stop: true}"),
        f"{IN_RULE}.if[1].source.is: `is` takes one value: use `in` or `not_in` for several",
    ),
    "an age in days": (
        RULE.format("if: [{created_at: {older_than: 2d}}]\n    then: {stop: true}"),
        (
            f"{IN_RULE}.if[1].created_at.older_than: 2d is no duration: a day has no "
            "fixed number of business hours: give hours, such as 8h"
        ),
    ),
    "an instant without an offset": (
        RULE.format("if: [{created_at: {before: 2026-03-02T10:00}}]\n    then: {stop: true}"),
        (
            f"{IN_RULE}.if[1].created_at.before: give a date such as 2026-03-02, or an instant:"
            " 2026-03-02T08:55:00+01:00"
        ),
    ),
    "a flag of maybe": (
        RULE.format("if: [{deleted: {is: maybe}}]\n    then: {stop: true}"),
        f"{IN_RULE}.if[1].deleted.is: give true or false",
    ),
    "a group without a condition": (
        RULE.format("if: [{}]\n    then: {stop: true}"),
        f"{IN_RULE}.if[1]: holds no condition: add one, or leave `if` out for every ticket",
    ),
    "a choice without options": (
        "version: 1\ndepartments:\n  Support:\n    fields:\n      plan: {type: choice}\n",
        (
            "sla.yml:5: departments.Support.fields.plan: a choice has options, and nothing else "
            "has: give both, or neither"
        ),
    ),
    "agents that are a mapping": (
        "version: 1\ndepartments:\n  Support:\n    agents: {ana: 1}\n",
        "sla.yml:4: departments.Support.agents: is a mapping: give text, in quotes if need be",
    ),
    "an agent that is true": (
        "version: 1\ndepartments:\n  Support:\n    agents: [ana@example.com, true]\n",
        "sla.yml:4: departments.Support.agents[2]: is true: give text, in quotes if need be",
    ),
    "a blank text": (
        "version: 1\ndepartments:\n  Support:\n    alert_channel: ''\n",
        "sla.yml:4: departments.Support.alert_channel: is blank: give text",
    ),
    "a level with nothing behind its name": (
        "version: 1\nlevels:\n  A:\n",
        "sla.yml:3: levels.A: is empty: give its keys, or remove it",
    ),
    "a channel that two departments take in": (
        (
            "version: 1\ndepartments:\n  Support: {intake_channels: ['#help']}\n"
            "  Billing:\n    intake_channels: ['#billing', Help]\n"
        ),
        (
            "sla.yml:5: departments.Billing.intake_channels[2]: Help is an intake channel of "
            "Support already: leave it to one of them"
        ),
    ),
    "a department's level that is not there": (
        (
            "version: 1\ndepartments:\n  Support: {level: Glod}\n"
            "levels:\n  Gold: {targets: {first_reply: 1h}}\n"
        ),
        "sla.yml:3: departments.Support.level: there is no level Glod: did you mean Gold?",
    ),
}


@pytest.mark.parametrize(("text", "line"), CASES.values(), ids=CASES.keys())
def test_what_is_wrong_is_said_in_one_line_with_its_place(text, line):
    assert problems_of(text) == [line]


def test_all_problems_of_a_file_are_told_at_once_in_its_order():
    text = """
        version: 1
        default_level: Gold
        levels:
          Standard:
            targets: {first_reply: 2d, next_reply: 30}
            repoen: resume
        """
    assert [problem.split(": ")[:2] for problem in problems_of(text)] == [
        ["sla.yml:2", "default_level"],
        ["sla.yml:5", "levels.Standard.targets.first_reply"],
        ["sla.yml:5", "levels.Standard.targets.next_reply"],
        ["sla.yml:6", "levels.Standard.repoen"],
    ]


def test_a_pattern_that_is_none_is_told_with_what_re2_says_of_it():
    (problem,) = problems_of(RULE.format("if: [{subject: {matches: '('}}]\n    then: {stop: true}"))
    assert problem.startswith(f"{IN_RULE}.if[1].subject.matches: '(' is no pattern: ")
