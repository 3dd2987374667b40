"""Shares a channel with another workspace, and ends that.

A private channel gets another id when it becomes shared with another company: all its messages keep
their `ts`, and nothing is found under the old id any more
(https://docs.slack.dev/reference/events/channel_id_changed).
"""

from dataclasses import replace

from sandbox import grid
from sandbox.events import announce
from sandbox.ids import new_id
from sandbox.state import Channel
from sandbox.world import World


def share(world: World, channel: Channel, teams: list[str], new: str | None = None) -> None:
    """Connect a channel to these workspaces alone; `new` is its id where it gets another."""
    was_outside = grid.is_outside(channel, world.workspace)
    channel.connected = list(teams)
    is_outside = grid.is_outside(channel, world.workspace)
    if is_outside and not was_outside and channel.is_private:
        _rename(world, channel, new or new_id("C"))


def _rename(world: World, channel: Channel, new: str) -> None:
    workspace, old = world.workspace, channel.id
    workspace.channels = {
        new if name == old else name: each for name, each in workspace.channels.items()
    }
    channel.id = new
    for message in (*channel.messages.values(), *channel.ephemerals.values()):
        message.channel = new
    world.message_state = {
        (new if place == old else place, ts, user): values
        for (place, ts, user), values in world.message_state.items()
    }
    event = {
        "type": "channel_id_changed",
        "old_channel_id": old,
        "new_channel_id": new,
        "event_ts": workspace.next_ts(world.now()),
    }
    announce(world, "channel_id_changed", event, channel)


def change_team(
    world: World,
    *,
    plan: str | None = None,
    enterprise_id: str | None = None,
    enterprise_name: str | None = None,
    is_org_wide: bool | None = None,
) -> None:
    """Change the workspace's plan or organisation, and whether that has the app as a whole."""
    workspace = world.workspace
    team = workspace.team
    workspace.team = replace(
        team,
        plan=team.plan if plan is None else plan,
        enterprise_id=team.enterprise_id if enterprise_id is None else enterprise_id,
        enterprise_name=team.enterprise_name if enterprise_name is None else enterprise_name,
    )
    if is_org_wide is not None:
        workspace.app = replace(workspace.app, is_org_wide=is_org_wide)
