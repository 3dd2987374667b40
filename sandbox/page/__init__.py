"""The page one can look at: plain files, served as they are."""
