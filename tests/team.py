"""The team that tests of the desk and of Slack share."""

EMAILS = {
    "UANA": "ana@example.com",
    "UBOB": "bob@example.com",
    "UCID": "cid@example.com",
    "ULEA": "lea@example.com",
    "UADA": "ada@example.com",
    "UCARLA": "carla@acme.example",
    "UDAN": "dan@elsewhere.example",
}
