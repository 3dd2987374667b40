"""What is shown and said, as data: tickets, requests, notices, App Home; no row and no payload."""
