"""The demo: a support team in the bundled sandbox, and the tour through its day."""
