"""What can be wrong with the database itself."""


class StoreError(Exception):
    """The database cannot be used as it is; the message is one line and says what to do."""
