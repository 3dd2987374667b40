"""Slack at the door: hears, parses, hands on to use cases, and draws what is said.

Nothing here decides. The claim of a button, a hidden field or a form is authorised again by the use
case it calls, and the text a person typed is escaped wherever it is shown.
"""
