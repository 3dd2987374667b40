"""What runs by itself: the metronome, the inbox worker, the sender."""
