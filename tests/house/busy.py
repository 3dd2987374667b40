"""A morning with a bit of everything in it."""

SUPPORT, BILLING = "C0SUPPORT", "C0BILLING"


def make_busy(house):
    """Carla burns, Noah asks; #1 is escalated since its breach, #2 is Ana's, #3 is Billing's."""
    carla, noah, ana = (house.member(name) for name in ("carla", "noah", "ana"))
    for who, channel, text in (
        (carla, SUPPORT, "Printer burns #URGENT"),
        (noah, SUPPORT, "Where is my <invoice> & <!channel>?"),
        (noah, BILLING, "Wrong amount"),
    ):
        who.says(channel, text)
        house.settle()
    ana.asks(SUPPORT, "/ticket claim 2")
    house.move(minutes=100)
