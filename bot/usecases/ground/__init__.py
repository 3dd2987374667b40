"""What every use case stands on: the transaction, the directory, who may read what, languages."""
