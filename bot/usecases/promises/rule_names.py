"""What people, groups and channels are called that rules name."""

from bot.usecases.ground.directory import Directory
from bot.wording.conditions import Naming


def naming(directory: Directory) -> Naming:
    """What is said for each of the names that stand in a rule."""

    def name(written: str) -> str:
        group = directory.group(written)
        channel = directory.channel(directory.meant_channel(written))
        if group is not None:
            return f"@{group.handle}"
        if channel is not None:
            return f"#{channel.name}"
        return directory.name_of(directory.meant(written))

    return name
