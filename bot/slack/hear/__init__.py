"""The messages, people and channels of Slack, whether Slack sends them or shows them when asked.

It is read, trimmed and kept; what it asks of the bot, and who is answered, is none of its business.
"""
