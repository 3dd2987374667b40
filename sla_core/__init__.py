"""The pure heart of Punctual: calendars, timelines, clocks, rules, alarms, reports.

Nothing here reads a clock, a file, a database or the network: every answer is a function of the
timeline, the configuration's history and an instant that the caller passes in.
"""
