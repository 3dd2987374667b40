"""The type of an open transaction, for those who only pass it on."""

from sqlalchemy import Connection

__all__ = ["Connection"]
