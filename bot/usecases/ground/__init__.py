"""The ground of every use case: the transaction, the directory, reading rights, languages."""
