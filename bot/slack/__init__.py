"""Slack at the door: hears, parses, hands on to use cases, and draws what is said.

Nothing here decides. What a button, a hidden field or a form claims is authorised again by the use
case it calls, and what a person typed is escaped wherever it is shown.
"""
