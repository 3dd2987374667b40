"""Which level ought to be chosen when a ticket's level is handed back to the rules (section 9)."""

from unicodedata import normalize

RANKS = ("low", "normal", "high", "urgent")


def chosen(rules: list[dict], ticket: dict, promises: dict) -> tuple[str | None, str]:
    """The level, and the rule's name or what else chose it.

    A rule: ``name``, ``when``, ``active``, ``groups`` of (field, operator, wanted), ``level``,
    ``stop``. A ticket: its fields as they stand. ``promises`` holds the levels of customers, groups
    and departments, by folded name, the group of each customer, and the default.
    """
    group = ticket["customer_group"] or promises["group_of"].get(_bare(ticket["customer"]))
    sees, choice = {**ticket, "customer_group": group}, None
    for rule in rules:
        if not rule["active"] or not {"created", "changed"} & set(rule["when"]):
            continue
        groups = rule["groups"]
        if groups and not any(all(_holds(sees, *each) for each in group) for group in groups):
            continue
        if rule["level"] is not None:
            choice = rule["level"], rule["name"]
            sees["level"] = rule["level"]
        if rule["stop"]:
            break
    return choice or _promised(sees, promises)


def _promised(sees: dict, promises: dict) -> tuple[str | None, str]:
    for kind in ("customer", "customer_group", "department"):
        level = promises[kind].get(_bare(sees[kind]))
        if level is not None:
            return level, kind
    return promises["default"], "none" if promises["default"] is None else "default"


def _holds(sees: dict, field: str, operator: str, wanted: object) -> bool:
    value = sees[field]
    if operator == "is_set":
        return bool(value) == wanted
    if field == "tags":
        has = {_bare(tag) for tag in value}
        return bool(has & {_bare(each) for each in wanted}) == (operator == "contains")
    if operator in ("above", "below"):
        rank, bound = RANKS.index(value), RANKS.index(wanted)
        return rank > bound if operator == "above" else rank < bound
    same = value is not None and _bare(value) == _bare(wanted)
    return same == (operator == "is")


def _bare(text: str | None) -> str | None:
    return None if text is None else normalize("NFC", text).casefold()
