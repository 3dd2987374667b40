"""People and channels by the thousand, so that a large workspace stands in a moment."""

from sandbox.state import Channel, User, Workspace

ZONES = ("Europe/Ljubljana", "America/New_York", "Asia/Tokyo", "Europe/London", "Asia/Kolkata")
FIRST = ("Ana", "Ben", "Chloé", "Dejan", "Esra", "Farid", "Grace", "Hiro", "Ines", "Jana")
LAST = ("Kovač", "Smith", "Tanaka", "Müller", "Rossi", "García", "Novak", "Olsen", "Petit", "Quinn")
LEFT_EVERY, GUEST_EVERY, PRIVATE_EVERY = 10, 25, 20
"""One of so many left, is a guest, is a private channel that the bot does not know of."""


def add_crowd(workspace: Workspace, people: int, channels: int) -> None:
    """Add so many people and channels, without a word to anybody: as if they always were there."""
    users = [_user(workspace.team.id, number) for number in range(people)]
    workspace.users |= {user.id: user for user in users}
    members = [user.id for user in users if not user.deleted]
    for number in range(channels):
        made = _channel(number, members[number : number + 3])
        workspace.channels[made.id] = made


def _user(team_id: str, number: int) -> User:
    name = f"{FIRST[number % 10]} {LAST[number // 10 % 10]}"
    user = User(
        id=f"U9C{number:07}",
        team_id=team_id,
        name=f"person{number}",
        real_name=f"{name} {number}",
        email=f"person{number}@crowd.example",
        tz=ZONES[number % len(ZONES)],
    )
    user.deleted = number % LEFT_EVERY == LEFT_EVERY - 1
    user.is_restricted = number % GUEST_EVERY == GUEST_EVERY - 1
    return user


def _channel(number: int, members: list[str]) -> Channel:
    is_private = number % PRIVATE_EVERY == PRIVATE_EVERY - 1
    creator = members[0] if members else ""
    return Channel(
        f"C9C{number:07}",
        f"topic-{number}",
        is_private=is_private,
        members=members,
        creator=creator,
    )
