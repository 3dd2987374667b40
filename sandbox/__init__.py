"""A strict stand-in for Slack that runs on a laptop.

One asyncio process, state in memory: Web API, Socket Mode, signed HTTP, and a plain page. It
answers as Slack answers, refuses what Slack refuses, and can be told to fail. It never imports the
bot.
"""
