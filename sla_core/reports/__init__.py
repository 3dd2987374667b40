"""Numbers about clocks: the log, one row a clock, and what is counted from it. Never text."""
