"""The forms in which items of the configuration are changed: lines, their menus, confirmations."""

from collections.abc import Iterable, Mapping, Sequence

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    button,
    context,
    cut,
    escaped,
    joined,
    menu,
    section,
)
from bot.slack.draw.blocks.inputs import field, modal, select


def line(text: str, choices: Mapping[str, str]) -> Block:
    """A part in one line, of text that is escaped already, and what can be done with it."""
    block = section(cut(text, 600))
    return block | {"accessory": menu(ids.EDITOR_LINE, wording.editors.change(), choices)}


def part_line(part: str, index: int, text: str, *, is_ordered: bool = False) -> Block:
    """A part that can be edited and removed, and moved where the order counts."""
    choices = {f"edit:{part}:{index}": wording.editors.edit()}
    if is_ordered:
        choices[f"up:{part}:{index}"] = wording.editors.up()
        choices[f"down:{part}:{index}"] = wording.editors.down()
    choices[f"remove:{part}:{index}"] = wording.editors.remove()
    return line(text, choices)


def part_lines(part: str, texts: Sequence[str], most: int) -> list[Block]:
    """A line for each part, as many as a form shows; of the others how many there are."""
    lines = [part_line(part, index, text) for index, text in enumerate(texts[:most])]
    beyond = len(texts) - most
    return [*lines, context(wording.editors.more_in_the_file(beyond))] if beyond > 0 else lines


def add_button(part: str, text: str, argument: str = "") -> Block:
    """A button that opens the second view for a new part."""
    return button(f"{ids.EDITOR_ADD}_{part}", text, f"add:{part}:{argument}")


def press_button(verb: str, text: str) -> Block:
    """A button that changes the form itself."""
    return button(f"{ids.EDITOR_PRESS}_{verb.partition(':')[0]}", text, verb)


def buttons(*elements: Block) -> Block:
    """A row of them."""
    return actions(*elements)


def editor_form(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    draft_id: str,
    began: str | None = None,
) -> Payload:
    """The first view; a form that was begun earlier says so, and can be begun anew."""
    head: list[Block] = []
    if began is not None:
        head = [
            context(wording.editors.continued(began)),
            buttons(press_button("over", wording.editors.start_over())),
        ]
    form = modal(callback_id, title, wording.forms.save(), [*head, *blocks])
    return {**form, "private_metadata": draft_id}


def with_errors(form: Payload, errors: Mapping[str, str]) -> Payload:
    """The form with what is wrong above the field where it is, or above all where none is."""
    fields = {block.get("block_id") for block in form["blocks"]}
    elsewhere = [_wrong(text) for field, text in errors.items() if field not in fields]
    blocks = [*elsewhere]
    for block in form["blocks"]:
        name = block.get("block_id")
        blocks += [_wrong(errors[name])] if name in errors else []
        blocks.append(block)
    return {**form, "blocks": blocks}


def _wrong(text: str) -> Block:
    return section(wording.editors.wrong(escaped(text, 600)))


def part_form(callback_id: str, title: str, blocks: Sequence[Block], metadata: str) -> Payload:
    """The second view."""
    form = modal(callback_id, title, wording.editors.take(), list(blocks))
    return {**form, "private_metadata": metadata}


def confirmation(
    callback_id: str,
    title: str,
    texts: Iterable[str],
    choices: Mapping[str, str],
    draft_id: str,
    submit: str | None = None,
) -> Payload:
    """What saving comes to, and what becomes of what runs; texts are escaped already."""
    blocks = [section(text) for text in texts]
    if choices:
        question = select(choices, next(iter(choices)))
        blocks.append(field("running", wording.editors.running_question(), question))
    form = modal(callback_id, title, submit or wording.forms.save(), blocks)
    return {**form, "private_metadata": draft_id}


def bullet_list(head: str, lines: Iterable[str]) -> str:
    """A paragraph with a line for each of some texts, which are escaped here."""
    return joined([head, *(f"• {escaped(text, 300)}" for text in lines)])
