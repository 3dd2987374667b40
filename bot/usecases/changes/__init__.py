"""The one way a ticket changes: its timeline, the replay, and what is projected from them."""
