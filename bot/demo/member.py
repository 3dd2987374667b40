"""Acts as one member of the workspace, and sees what that member sees."""

from dataclasses import dataclass
from typing import Any, Protocol

from bot.demo.seen import Entry, Json, NotSeen, SandboxRefused


class Slack(Protocol):
    """What a member acts in: a running sandbox."""

    def get(self, name: str, /, **args: Any) -> Json:
        """What a control address shows."""
        ...

    def post(self, name: str, /, **args: Any) -> Json:
        """What came of an order; raises Refused."""
        ...

    def mark(self) -> int:
        """The number the next entry of the log will get."""
        ...

    def wait(self, since: int, what: str, **match: Any) -> Entry:
        """The first entry from ``since`` on that holds ``match``; raises NotSeen."""
        ...


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What a member was shown after a command or a click: text and blocks, and where."""

    channel: str
    body: Json


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the workspace, doing what members do."""

    sandbox: Slack
    id: str
    name: str
    time_zone: str

    def says(self, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Type a message; return its ts."""
        more = {} if thread_ts is None else {"thread_ts": thread_ts}
        said = self._does("message", channel=channel, text=text, **more)
        return str(said["ts"])

    def reads(self, channel: str, thread_ts: str | None = None) -> list[Json]:
        """The messages of a channel or thread that this member sees, oldest first."""
        more = {} if thread_ts is None else {"thread_ts": thread_ts}
        return list(self.sandbox.get("messages", user=self.id, channel=channel, **more)["messages"])

    def message(self, channel: str, ts: str, thread_ts: str | None = None) -> Json:
        """One message as this member sees it now."""
        found = [each for each in self.reads(channel, thread_ts) if each["ts"] == ts]
        if not found:
            raise NotSeen(f"the message {ts} in #{channel}: {self.name} does not see it")
        return found[0]

    def sends(self, channel: str, line: str) -> Json:
        """Type a slash command; return how the bot took it, which must be within 3 seconds."""
        command, _, text = line.partition(" ")
        return self._does("command", channel=channel, command=command, text=text)

    def asks(self, channel: str, line: str) -> ShownAnswer:
        """Type a slash command and return what it showed, now or a little later."""
        since = self.sandbox.mark()
        taken = self.sends(channel, line)
        if taken.get("ack"):
            body = taken["ack"]
            return ShownAnswer(channel, body if isinstance(body, dict) else {"text": str(body)})
        return self._answer(channel, since, line)

    def clicks(self, channel: str, ts: str, action_id: str, **chosen: Any) -> int:
        """Press a button of a message, or choose in one (``value``); return where what follows is.

        ``block_id`` says which of several elements with the same id is meant.
        """
        since = self.sandbox.mark()
        self._does("click", channel=channel, ts=ts, action_id=action_id, **chosen)
        return since

    def clicks_in_view(self, view_id: str, action_id: str, **chosen: Any) -> int:
        """Press or choose something in an open form or at App Home; ``values`` are filled in."""
        since = self.sandbox.mark()
        self._does("click", view_id=view_id, action_id=action_id, **chosen)
        return since

    def is_offered(self, typed: str, action_id: str, **where: Any) -> list[str]:
        """What a select offers that asks the bot while one types, by the text of each."""
        found = self._does("suggest", action_id=action_id, value=typed, **where)
        return [option["text"]["text"] for option in found["options"]]

    def edits(self, channel: str, ts: str, text: str) -> None:
        """Change a message of one's own."""
        self._does("edit_message", channel=channel, ts=ts, text=text)

    def deletes(self, channel: str, ts: str) -> None:
        """Delete a message of one's own."""
        self._does("delete_message", channel=channel, ts=ts)

    def reacts(self, channel: str, ts: str, emoji: str) -> None:
        """Put an emoji at a message."""
        self._does("reaction", channel=channel, ts=ts, name=emoji)

    def shares(self, channel: str, text: str, *names: str, thread_ts: str | None = None) -> str:
        """Type a message with files of these names; return its ts."""
        more = {} if thread_ts is None else {"thread_ts": thread_ts}
        files = [self._file(name, number) for number, name in enumerate(names)]
        said = self._does("message", channel=channel, text=text, files=files, **more)
        return str(said["ts"])

    def forwards(
        self, channel: str, ts: str, to: str, text: str = "", thread_ts: str | None = None
    ) -> str:
        """Forward a message to a channel, or into a thread of it; return the new message's ts."""
        more = {} if thread_ts is None else {"thread_ts": thread_ts}
        done = self._does("forward", from_channel=channel, ts=ts, channel=to, text=text, **more)
        return str(done["ts"])

    def uses_shortcut(self, callback_id: str, channel: str = "", ts: str = "") -> int:
        """Use a shortcut, on a message where one is named; return where what follows is found."""
        since = self.sandbox.mark()
        on = {"channel": channel, "ts": ts} if ts else {}
        self._does("shortcut", callback_id=callback_id, **on)
        return since

    def opens_home(self) -> Json:
        """Open the bot's App Home and return what it shows."""
        self._does("home")
        return self.home()

    def home(self) -> Json:
        """What the App Home shows now; raises NotSeen while it is empty."""
        view: Json | None = self.sandbox.get("home", user=self.id)["view"]
        if view is None:
            raise NotSeen(f"App Home: {self.name} sees nothing there")
        return view

    def is_answered_after_clicking(self, channel: str, ts: str, action_id: str) -> ShownAnswer:
        """Press a button and return what this member alone is told."""
        return self._answer(channel, self.clicks(channel, ts, action_id), f"the button {action_id}")

    def form(self, since: int, what: str) -> Json:
        """The form on top, once the bot filled one in after ``since``."""
        self.sandbox.wait(since, what, kind="api", method="views.update", ok=True)
        return self.top_form(what)

    def top_form(self, what: str = "a form") -> Json:
        """The form on top as it is now; raises NotSeen when none is open."""
        stack = self.sandbox.get("views", user=self.id)["views"]
        if not stack:
            raise NotSeen(f"{what}: {self.name} sees none")
        found: Json = stack[-1]
        return found

    def closes(self, view_id: str) -> None:
        """Close a form without sending it."""
        self._does("view/close", view_id=view_id)

    def submits(self, view_id: str, values: Json) -> Json:
        """Fill in a form and send it; return what the bot made of it."""
        try:
            return self.sandbox.post("view/submit", user=self.id, view_id=view_id, values=values)
        except SandboxRefused as refused:
            raise NotSeen(str(refused)) from refused

    def uploads(self, name: str, content: str) -> str:
        """Choose a file of one's own in a form; return its id, which stands in the field then."""
        return str(self._does("upload", name=name, content=content)["file"]["id"])

    def _answer(self, channel: str, since: int, what: str) -> ShownAnswer:
        entry = self.sandbox.wait(since, f"the answer to {what}", kind="response_url")
        if not entry["ok"]:
            raise NotSeen(f"the answer to {what}: Slack refused it with {entry['error']}")
        return ShownAnswer(channel, entry["body"])

    def _does(self, what: str, **args: Any) -> Json:
        done = self.sandbox.post(what, user=self.id, **args)
        if not done["ok"]:
            raise NotSeen(f"{what}: the bot did not take it ({done.get('error')})")
        return done

    def _file(self, name: str, number: int) -> Json:
        """A file as Slack shows one that a member uploaded."""
        file_id = f"F{self.id[1:]}{self.sandbox.mark()}{number}"
        address = f"https://files.slack.example/files-pri/{file_id}/{name}"
        return {
            "id": file_id,
            "name": name,
            "title": name,
            "user": self.id,
            "mode": "hosted",
            "url_private": address,
            "permalink": address.replace("files-pri", "files"),
        }
