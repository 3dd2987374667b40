"""For which workspace Slack sent something.

In a shared channel and on Enterprise Grid the workspace of who did it says nothing of that; where
an organisation installed the app as a whole, Slack may name no workspace.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]


def is_for(body: Json, workspace_id: str) -> bool:
    """Whether a request is for a workspace: it names it, or is for a whole organisation."""
    workspace_ids = {team for team in _teams(body) if team.startswith("T")}
    return workspace_id in workspace_ids or (not workspace_ids and _is_of_an_organisation(body))


def _teams(body: Json) -> Iterator[str]:
    """The ids that say for whom a request is; organisations may be among them."""
    view, team = body.get("view"), body.get("team")
    authorizations = body.get("authorizations")
    for holder, name in (
        (view, "app_installed_team_id"),
        (team, "id"),
        (body, "team"),
        (body, "team_id"),
        (body, "context_team_id"),
        *((item, "team_id") for item in _items(authorizations)),
    ):
        value = holder.get(name) if isinstance(holder, Mapping) else None
        if isinstance(value, str):
            yield value


def _is_of_an_organisation(body: Json) -> bool:
    """Whether the app was installed for a whole organisation; commands say so in words."""
    flags = [item.get("is_enterprise_install") for item in _items(body.get("authorizations"))]
    return any(flag in (True, "true") for flag in (body.get("is_enterprise_install"), *flags))


def _items(value: Any) -> list[Json]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
