"""The numbers of Slack's Block Kit reference, as tables by the `type` they belong to.

Sources: docs.slack.dev/reference/block-kit (blocks, block-elements, composition-objects) and
docs.slack.dev/reference/views, read together with the comments of `@slack/types` 3.2. Where the two
differ the reference wins (an option's value: 150, not 75). Surfaces as the reference and Slack's
refusals name them (`unsupported surface for input block`, slack-ruby-client issue 367).

A path leads from the object to what is measured; `*` stands for every item of a list.
"""

import re

Bounds = tuple[int, int | None]
Table = dict[str, dict[str, Bounds]]

BLOCKS_PER_SURFACE = {"message": 50, "modal": 100, "home": 100}

# Blocks that are not for every surface. A file block is only ever read, never sent.
SURFACES: dict[str, frozenset[str]] = {
    "context_actions": frozenset({"message"}),
    "data_table": frozenset({"message"}),
    "file": frozenset(),
    "input": frozenset({"modal", "home"}),
    "markdown": frozenset({"message"}),
    "plan": frozenset({"message"}),
    "table": frozenset({"message"}),
    "task_card": frozenset({"message"}),
}

_CONFIRM: dict[str, Bounds] = {
    "confirm/title/text": (1, 100),
    "confirm/text/text": (1, 300),
    "confirm/confirm/text": (1, 30),
    "confirm/deny/text": (1, 30),
}
_ACTION: dict[str, Bounds] = {"action_id": (1, 255), **_CONFIRM}
_PLACEHOLDER: dict[str, Bounds] = {**_ACTION, "placeholder/text": (1, 150)}
_BUTTON: dict[str, Bounds] = {
    **_ACTION,
    "text/text": (1, 75),
    "value": (0, 2000),
    "url": (1, 3000),
    "accessibility_label": (1, 75),
}


def _options(path: str) -> dict[str, Bounds]:
    return {
        f"{path}/text/text": (1, 75),
        f"{path}/value": (1, 150),
        f"{path}/description/text": (1, 75),
        f"{path}/url": (1, 3000),
    }


_MENU: dict[str, Bounds] = {
    **_PLACEHOLDER,
    **_options("options/*"),
    **_options("option_groups/*/options/*"),
    "option_groups/*/label/text": (1, 75),
}
_BLOCK: dict[str, Bounds] = {"block_id": (1, 255)}
_VIEW: dict[str, Bounds] = {
    "private_metadata": (0, 3000),
    "callback_id": (0, 255),
    "external_id": (0, 255),
}

# Characters.
LENGTHS: Table = {
    "plain_text": {"text": (1, 3000)},
    "mrkdwn": {"text": (1, 3000)},
    "raw_text": {"text": (1, None)},
    "raw_number": {"text": (1, None)},
    # views
    "modal": {**_VIEW, "title/text": (1, 24), "submit/text": (1, 24), "close/text": (1, 24)},
    "home": _VIEW,
    # blocks
    "actions": _BLOCK,
    "alert": _BLOCK,
    "card": {**_BLOCK, "title/text": (1, 150), "subtitle/text": (1, 150), "body/text": (1, 200)},
    "carousel": _BLOCK,
    "container": {**_BLOCK, "title/text": (1, 150), "subtitle/text": (1, 150)},
    "context": _BLOCK,
    "context_actions": _BLOCK,
    "data_table": _BLOCK,
    "divider": _BLOCK,
    "file": _BLOCK,
    "header": {**_BLOCK, "text/text": (1, 150)},
    "image": {
        **_BLOCK,
        "alt_text": (1, 2000),
        "image_url": (1, 3000),
        "title/text": (1, 2000),
    },
    "input": {**_BLOCK, "label/text": (1, 2000), "hint/text": (1, 2000)},
    "markdown": {**_BLOCK, "text": (1, 12_000)},
    "plan": _BLOCK,
    "rich_text": _BLOCK,
    "section": {**_BLOCK, "fields/*/text": (1, 2000)},
    "table": _BLOCK,
    "task_card": _BLOCK,
    "video": {**_BLOCK, "title/text": (1, 199), "author_name": (1, 49)},
    # elements
    "button": _BUTTON,
    "channels_select": _PLACEHOLDER,
    "checkboxes": {**_ACTION, **_options("options/*")},
    "conversations_select": _PLACEHOLDER,
    "datepicker": _PLACEHOLDER,
    "datetimepicker": _ACTION,
    "email_text_input": _PLACEHOLDER,
    "external_select": _PLACEHOLDER,
    "feedback_buttons": {
        **_ACTION,
        "positive_button/accessibility_label": (1, 75),
        "negative_button/accessibility_label": (1, 75),
    },
    "file_input": _ACTION,
    "icon_button": {**_ACTION, "accessibility_label": (1, 75)},
    "multi_channels_select": _PLACEHOLDER,
    "multi_conversations_select": _PLACEHOLDER,
    "multi_external_select": _PLACEHOLDER,
    "multi_static_select": _MENU,
    "multi_users_select": _PLACEHOLDER,
    "number_input": _PLACEHOLDER,
    "overflow": {**_ACTION, **_options("options/*")},
    "plain_text_input": {**_PLACEHOLDER, "initial_value": (0, 3000)},
    "radio_buttons": {**_ACTION, **_options("options/*")},
    "rich_text_input": _PLACEHOLDER,
    "static_select": _MENU,
    "timepicker": _PLACEHOLDER,
    "url_text_input": _PLACEHOLDER,
    "users_select": _PLACEHOLDER,
    "workflow_button": {**_ACTION, "text/text": (1, 75), "accessibility_label": (1, 75)},
}

_MENU_ITEMS: dict[str, Bounds] = {
    "options": (1, 100),
    "option_groups": (1, 100),
    "option_groups/*/options": (1, 100),
}

# Items of a list.
COUNTS: Table = {
    "actions": {"elements": (1, 25)},
    "carousel": {"elements": (1, 10)},
    "checkboxes": {"options": (1, 10)},
    "container": {"child_blocks": (1, 10)},
    "context": {"elements": (1, 10)},
    "context_actions": {"elements": (1, 5)},
    "conversations_select": {"filter/include": (1, None)},
    "multi_conversations_select": {"filter/include": (1, None)},
    "multi_static_select": _MENU_ITEMS,
    "overflow": {"options": (2, 5)},
    "radio_buttons": {"options": (1, 10)},
    "section": {"fields": (1, 10)},
    "static_select": _MENU_ITEMS,
    "table": {"rows": (1, 100), "rows/*": (1, 20), "column_settings": (0, 20)},
}

_MULTI: dict[str, Bounds] = {"max_selected_items": (1, None)}

# Numbers. A datetimepicker takes epoch seconds of ten digits.
RANGES: Table = {
    "data_table": {"page_size": (1, 100)},
    "datetimepicker": {"initial_date_time": (1_000_000_000, 9_999_999_999)},
    "file_input": {"max_files": (1, 10)},
    "multi_channels_select": _MULTI,
    "multi_conversations_select": _MULTI,
    "multi_external_select": _MULTI,
    "multi_static_select": _MULTI,
    "multi_users_select": _MULTI,
    "plain_text_input": {"min_length": (0, 3000), "max_length": (1, 3000)},
    "rich_text_input": {"min_lines": (1, 100), "max_lines": (1, 100)},
}

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LINK = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")
_HTTPS = re.compile(r"https://\S+")

# Spellings; each with what Slack wants.
FORMATS: dict[str, dict[str, tuple[re.Pattern[str], str]]] = {
    "button": {"url": (_LINK, "must be a valid url")},
    "datepicker": {"initial_date": (_DATE, "must be a date in the format YYYY-MM-DD")},
    "image": {"image_url": (_LINK, "must be a valid url")},
    "overflow": {"options/*/url": (_LINK, "must be a valid url")},
    "timepicker": {"initial_time": (_TIME, "must be a time in the format HH:mm")},
    "video": {
        "video_url": (_HTTPS, "must be an https url"),
        "title_url": (_HTTPS, "must be an https url"),
    },
}
