"""The reviews that missed clocks ask of their leads, and the follow-ups."""
