"""Blocks and views that Slack accepts, and how it would refuse them."""


def plain(text="text"):
    return {"type": "plain_text", "text": text}


def mrkdwn(text="text"):
    return {"type": "mrkdwn", "text": text}


def button(action_id="go", **more):
    return {"type": "button", "text": plain(), "action_id": action_id, **more}


def option(value="v", **more):
    return {"text": plain(), "value": value, **more}


def options(count):
    return [option(f"v{n}") for n in range(count)]


def menu(**more):
    return {"type": "static_select", "action_id": "menu", "options": options(2), **more}


def text_input(**more):
    return {"type": "plain_text_input", "action_id": "text", **more}


def section(**more):
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def input_block(element=None, **more):
    return {"type": "input", "label": plain(), "element": element or text_input(), **more}


def modal(*blocks, **more):
    blocks = list(blocks) or [section()]
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": blocks, **more}


def confirm(**more):
    return button(confirm={"title": plain(), "text": mrkdwn(), **more})


def wanted(text, pointer):
    return [f"[ERROR] {text} [json-pointer:{pointer}]"]


CARD = [
    {"type": "header", "text": plain("T-1 Printer on fire")},
    section(block_id="facts", fields=[mrkdwn(f"*Field {n}*") for n in range(6)]),
    {"type": "context", "elements": [mrkdwn("due at 10:00"), mrkdwn("Urgent SLA")]},
    actions(
        button("claim", style="primary", value="1"), button("reply"), button("resolve"), menu()
    ),
    {"type": "divider"},
]
