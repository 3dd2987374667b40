"""Clocks: what starts and stops them, how much of a target is used, and when it runs out."""
