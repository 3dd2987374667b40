"""One function per thing people do: load, decide, save; what is to be said leaves by the outbox."""
