"""Reads a seed file: the workspace as it is when the sandbox starts."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.crowd import add_crowd
from sandbox.ids import secret
from sandbox.manifest import Manifest, ManifestError, parse_manifest, read_manifest
from sandbox.state import App, Channel, Team, User, Usergroup, Workspace

_FLAGS = ("is_admin", "is_owner", "is_restricted", "is_ultra_restricted", "deleted", "is_bot")


class SeedError(ValueError):
    """A seed that cannot be used: which file, which key, what is wrong."""

    def __init__(self, path: Path, key: str, problem: str) -> None:
        super().__init__(f"{path}: {key}: {problem}")


def read_seed(path: Path) -> Workspace:
    """Return the workspace described in `path`; raises SeedError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise SeedError(path, "file", f"cannot be read ({missing.strerror})") from missing
    except json.JSONDecodeError as broken:
        raise SeedError(path, f"line {broken.lineno}", f"not JSON ({broken.msg})") from broken
    return _Reader(path).workspace(data)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path

    def workspace(self, data: Any) -> Workspace:
        team = self.team(data)
        app = self.app(data)
        users = {user.id: user for user in self.users(data, team)}
        users[app.bot_user_id] = self.bot_user(data, team, app)
        channels = {c.id: c for c in self.channels(data, users)}
        groups = {g.id: g for g in self.usergroups(data, users)}
        workspace = Workspace(team, app, users, channels, groups)
        add_crowd(workspace, self.count(data, "people"), self.count(data, "channels"))
        return workspace

    def team(self, data: Any) -> Team:
        own = [self.text(data, "team", key) for key in ("id", "name", "domain")]
        more = ("plan", "enterprise_id", "enterprise_name")
        return Team(*own, **{key: data["team"][key] for key in more if key in data["team"]})

    def app(self, data: Any) -> App:
        app = self.section(data, "app")
        return App(
            id=self.text(data, "app", "id"),
            bot_id=app.get("bot_id") or "B" + self.text(data, "app", "id")[1:],
            bot_user_id=self.text(app, "bot_user", "id", under="app."),
            bot_token=self.text(data, "app", "bot_token"),
            app_token=self.text(data, "app", "app_token"),
            signing_secret=self.text(data, "app", "signing_secret"),
            verification_token=app.get("verification_token") or secret(24),
            manifest=self.manifest(app),
            is_org_wide=bool(app.get("is_org_wide", False)),
        )

    def manifest(self, app: Any) -> Manifest:
        given = app.get("manifest")
        try:
            if isinstance(given, str):
                return read_manifest(self.path.parent / given)
            return parse_manifest(given)
        except OSError as missing:
            raise SeedError(self.path, "app.manifest", f"{given}: {missing.strerror}") from missing
        except ManifestError as refused:
            raise SeedError(self.path, f"app.manifest.{refused.key}", refused.problem) from refused

    def bot_user(self, data: Any, team: Team, app: App) -> User:
        name = self.text(data["app"], "bot_user", "name", under="app.")
        return User(app.bot_user_id, team.id, name, name, "", "UTC", is_bot=True)

    def users(self, data: Any, team: Team) -> list[User]:
        return [
            self.user(item, f"users[{n}]", team) for n, item in enumerate(self.rows(data, "users"))
        ]

    def user(self, item: Any, key: str, team: Team) -> User:
        zone = item.get("tz", "UTC")
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise SeedError(self.path, f"{key}.tz", f"no time zone {zone!r}") from unknown
        name = self.own_text(item, key, "name")
        user = User(
            id=self.own_text(item, key, "id"),
            team_id=item.get("team_id") or team.id,
            name=name,
            real_name=item.get("real_name") or name,
            email=item.get("email", ""),
            tz=zone,
            locale=item.get("locale", "en-US"),
            teams=tuple(item.get("teams", ())),
        )
        for flag in _FLAGS:
            setattr(user, flag, bool(item.get(flag, False)))
        return user

    def channels(self, data: Any, users: dict[str, User]) -> list[Channel]:
        found = []
        for n, item in enumerate(self.rows(data, "channels")):
            key = f"channels[{n}]"
            members = list(item.get("members", []))
            self.known(members, users, f"{key}.members")
            found.append(
                Channel(
                    id=self.own_text(item, key, "id"),
                    name=self.own_text(item, key, "name"),
                    is_private=bool(item.get("is_private", False)),
                    is_archived=bool(item.get("is_archived", False)),
                    members=members,
                    creator=members[0] if members else "",
                    connected=list(item.get("connected", [])),
                )
            )
        return found

    def usergroups(self, data: Any, users: dict[str, User]) -> list[Usergroup]:
        found = []
        for n, item in enumerate(data.get("usergroups") or []):
            key = f"usergroups[{n}]"
            self.known(item.get("users", []), users, f"{key}.users")
            handle = self.own_text(item, key, "handle")
            found.append(
                Usergroup(
                    self.own_text(item, key, "id"),
                    handle,
                    item.get("name", handle),
                    tuple(item.get("users", [])),
                )
            )
        return found

    def count(self, data: Any, key: str) -> int:
        crowd = data.get("crowd") or {}
        found = crowd.get(key, 0) if isinstance(crowd, dict) else None
        if not isinstance(found, int) or found < 0:
            raise SeedError(self.path, f"crowd.{key}", "must be a whole number")
        return found

    def known(self, ids: list[str], users: dict[str, User], key: str) -> None:
        for user_id in ids:
            if user_id not in users:
                raise SeedError(self.path, key, f"no user {user_id}")

    def rows(self, data: Any, key: str) -> list[Any]:
        found = data.get(key)
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise SeedError(self.path, key, "must be a list of objects")
        return found

    def section(self, data: Any, key: str, under: str = "") -> dict[str, Any]:
        found = data.get(key) if isinstance(data, dict) else None
        if not isinstance(found, dict):
            raise SeedError(self.path, under + key, "must be an object")
        return found

    def text(self, data: Any, section: str, key: str, under: str = "") -> str:
        return self.own_text(self.section(data, section, under), under + section, key)

    def own_text(self, item: dict[str, Any], where: str, key: str) -> str:
        found = item.get(key)
        if not isinstance(found, str) or not found:
            raise SeedError(self.path, f"{where}.{key}", "must be a text and not empty")
        return found
