"""What tests, the tour and the page use to act as members and to look behind the scenes."""
