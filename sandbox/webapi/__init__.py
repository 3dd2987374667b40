"""Slack's Web API: one module per family of methods, one table of them all."""
