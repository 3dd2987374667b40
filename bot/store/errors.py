"""What can be wrong with a database: one line each, for the person at the terminal."""


class StoreError(Exception):
    """The database cannot be used as it is."""


class DatabaseLost(StoreError):
    """The file of the database is not the one it was: nothing more may be written."""
