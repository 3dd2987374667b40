"""Roles and settings of the workspace, as one reads them aloud."""

from collections.abc import Iterable, Iterator, Sequence

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.department_lists import NAME, NAMES, names
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    escaped,
    joined,
    listed,
    message,
    section,
)
from bot.slack.draw.blocks.offers import form_button
from bot.slack.draw.blocks.settings_editor import digest_sentence
from bot.views.administration import (
    AdminView,
    Appointment,
    DepartmentRoles,
    HolderView,
    RoleReason,
    Roles,
    SettingsView,
)
from bot.wording import words
from bot.wording.times import moment


def roles_shown(roles: Roles, *, to_admin: bool) -> Payload:
    """Who is admin and why; who leads, manages and answers in each department, and by whom."""
    texts = wording.administration
    lines = [f"• {_admin(admin)}" for admin in roles.admins] or [texts.no_admins()]
    admins = section(joined([texts.roles_head(), *lines]))
    change = [actions(form_button(texts.change_admins(), ids.SETTINGS_FORM))] if to_admin else []
    departments = (section(_department(department)) for department in roles.departments)
    return message(joined([texts.roles_head(), *lines]), listed([admins, *change], departments))


def _admin(admin: AdminView) -> str:
    reasons = "; ".join(map(_reason, admin.reasons))
    return wording.administration.person_line(escaped(admin.name, NAME), reasons)


def _reason(reason: RoleReason) -> str:
    texts = wording.administration
    if reason.why == "slack":
        return texts.by_slack()
    if reason.why == "first":
        return texts.by_environment()
    how = _appointed(reason.appointed)
    return how if reason.group is None else texts.member_of(escaped(reason.group, NAME), how)


def _appointed(appointed: Appointment | None) -> str:
    texts = wording.administration
    if appointed is None:
        return texts.named()
    return texts.named_by(escaped(appointed.by, NAME), moment(appointed.at))


def _department(department: DepartmentRoles) -> str:
    texts = wording.administration
    lines = [
        texts.role_line(texts.ROLES[role](), _holders(holders))
        for role, holders in department.holders
    ]
    return joined([f"*{escaped(department.name, NAME)}*", *lines])


def _holders(holders: Sequence[HolderView]) -> str:
    """Who has a role, those together whom somebody named at once."""
    if not holders:
        return wording.departments.nobody()
    by_change: dict[str, list[HolderView]] = {}
    for holder in holders:
        by_change.setdefault(_appointed(holder.appointed), []).append(holder)
    told = wording.administration.holders
    return "; ".join(told(_holder_names(some), how) for how, some in by_change.items())


def _holder_names(holders: Sequence[HolderView]) -> str:
    called = [_holder(holder) for holder in holders[:NAMES]]
    beyond = len(holders) - NAMES
    return ", ".join([*called, *([words.more(beyond)] if beyond > 0 else [])])


def _holder(holder: HolderView) -> str:
    texts, name = wording.administration, escaped(holder.name, NAME)
    if holder.members is not None:
        return texts.everybody_of(name, names(holder.members))
    return name if holder.counts else texts.person_line(name, texts.waits())


# --- settings -------------------------------------------------------------------------------------


def settings_shown(settings: SettingsView) -> Payload:
    """What holds for the whole workspace, with the button that changes it."""
    texts = wording.administration
    lines = [*_settings(settings), *_digests(settings)]
    change: list[Block] = [actions(form_button(texts.change_settings(), ids.SETTINGS_FORM))]
    return message(joined(lines), [section(joined(lines)), *change])


def _settings(settings: SettingsView) -> Iterator[str]:
    texts = wording.administration
    level = settings.default_level
    yield texts.default_is(escaped(level, NAME)) if level else texts.no_default()
    yield texts.zone_is(escaped(settings.time_zone, NAME))
    tag = settings.language
    yield texts.language_is(words.language(tag)) if tag else texts.own_languages()
    for purpose, emoji in settings.emoji:
        yield texts.emoji_does(texts.EMOJI[purpose](), escaped(emoji, NAME))
    admins = settings.admins
    yield texts.admins_are(names(admins)) if admins else texts.slack_admins_only()
    if settings.bots:
        yield texts.bots_are(names(settings.bots))


def _digests(settings: SettingsView) -> Iterable[str]:
    if not settings.digests:
        return [wording.administration.no_digests()]
    return (f"• {digest_sentence(digest)}" for digest in settings.digests)
