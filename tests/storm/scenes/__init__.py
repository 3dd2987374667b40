"""What goes wrong, a scene of one trouble each; `deck` says how often each is played."""
