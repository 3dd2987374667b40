"""Somebody at Slack's own forms, with each click and each word that they type counted.

Opening a menu and choosing in it is two clicks; a box, a button and sending a form is one. The
words of a command count like those that are typed into a field.
"""

from collections.abc import Iterator
from typing import Any

from bot.slack.draw.blocks.inputs import VALUE
from tests.house.forms_of_items import SUPPORT
from tests.house.house import House

_OF_SLACK = ("external_select", "users_select", "conversations_select")
"""Menus whose choices are not in the form: what is chosen is named."""


class Counted:
    """A member who fills in forms one after the other."""

    def __init__(self, house: House, name: str) -> None:
        self.house = house
        self.member = house.member(name)
        self.clicks = 0
        self.words = 0
        self._typed: dict[str, Any] = {}

    # Commands and messages

    def opens(self, line: str) -> Any:
        """Type a command that opens a form."""
        self.words += len(line.split())
        since = self.house.mark()
        self.member.sends(SUPPORT, line)
        return self.member.form(since, line)

    def asks(self, line: str) -> Any:
        """Type a command, and return what it shows."""
        self.words += len(line.split())
        return self.member.asks(SUPPORT, line)

    # In a form

    @property
    def form(self) -> Any:
        """The form on top."""
        self.house.log()
        return self.member.top_form()

    def types(self, label: str, text: str) -> None:
        """Type into a field."""
        self.words += len(text.split())
        self._typed[self._input(label)["block_id"]] = {VALUE: text}

    def searches(self, label: str, text: str) -> None:
        """Type into a menu that is searched, and choose what fits."""
        self.words += len(text.split())
        self.chooses(label, text)

    def chooses(self, label: str, *choices: str) -> None:
        """Open a menu and choose in it, by what stands there."""
        block = self._input(label)
        self.clicks += 1 + len(choices)
        element = block["element"]
        values = [self._value(block, choice) for choice in choices]
        self._gives(block, values if element["type"].startswith("multi_") else values[0])

    def ticks(self, label: str, *boxes: str) -> None:
        """Tick boxes that are not ticked yet, or take the ticks away."""
        block = self._input(label)
        ticked = self._ticked(block)
        for box in boxes:
            self.clicks += 1
            ticked ^= {self._value(block, box)}
        self._gives(block, sorted(ticked))

    def presses(self, text: str) -> None:
        """Press a button of the form."""
        self.clicks += 1
        element = next(each for each in self._elements() if _text(each) == text)
        self._clicks(element["action_id"])

    def chooses_for(self, line: str, choice: str) -> None:
        """Choose in the menu beside a line of the form."""
        self.clicks += 2
        block = next(each for each in self.form["blocks"] if line in _said(each))
        value = self._value({"element": block["accessory"]}, choice)
        self._clicks(block["accessory"]["action_id"], block_id=block["block_id"], value=value)

    def sends(self) -> Any:
        """Send the form; return what the bot made of it."""
        self.clicks += 1
        outcome = self.member.submits(self.form["id"], self._typed)
        if outcome.get("response_action") != "errors":
            self._typed = {}
        self.house.log()
        return outcome

    # How it is done

    def _input(self, label: str) -> Any:
        found = [each for each in self.form["blocks"] if each.get("label", {}).get("text") == label]
        assert found, f"no field {label!r} among {[*self._labels()]}"
        return found[0]

    def _labels(self) -> Iterator[str]:
        return (each["label"]["text"] for each in self.form["blocks"] if "label" in each)

    def _value(self, block: Any, choice: str) -> Any:
        """The value of what stands in a menu; of one that is searched, what it is called."""
        element = block["element"]
        if element["type"].endswith(_OF_SLACK):
            return choice
        options = [*element.get("options", [])]
        for group in element.get("option_groups", []):
            options += group["options"]
        texts = {each["text"]["text"]: each["value"] for each in options}
        assert choice in texts, f"no choice {choice!r} among {[*texts]}"
        return texts[choice]

    def _ticked(self, block: Any) -> set[str]:
        held = self.form["state"]["values"][block["block_id"]][VALUE]
        typed = self._typed.get(block["block_id"])
        if typed is not None:
            return set(typed[VALUE])
        return {each["value"] for each in held["selected_options"] or []}

    def _gives(self, block: Any, value: Any) -> None:
        """What is chosen in a field that says so at once is told the bot; else once it is sent."""
        if block.get("dispatch_action"):
            self._clicks(VALUE, block_id=block["block_id"], value=value)
        else:
            self._typed[block["block_id"]] = {VALUE: value}

    def _clicks(self, action_id: str, **chosen: Any) -> None:
        form, typed = self.form, self._typed
        self._typed = {}
        self.member.clicks_in_view(form["id"], action_id, values=typed, **chosen)
        self.house.log()

    def _elements(self) -> Iterator[Any]:
        for block in self.form["blocks"]:
            yield from block.get("elements", [])
            yield from [block["accessory"]] if "accessory" in block else []


def _text(element: Any) -> str:
    return str((element.get("text") or {}).get("text", ""))


def _said(block: Any) -> str:
    return _text(block) if block["type"] == "section" and "accessory" in block else ""
