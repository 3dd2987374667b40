"""Where Punctual keeps what it knows: the only package of the bot that speaks SQL.

One module per aggregate. Functions take a `Connection` first, then the workspace, and speak in
frozen dataclasses; transactions are begun and ended by whoever calls (`Database.writing`).
"""
