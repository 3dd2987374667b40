"""Every claim of speed, side by side with a peer, in one run: `make bench`."""
