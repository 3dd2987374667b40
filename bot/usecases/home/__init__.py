"""App Home: what each person is shown, and when that is another thing."""
