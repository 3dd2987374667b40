"""Breach review: the questions to leads, their answers, and the outcome."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _
from bot.wording.words import duration, metric, metric_inside

SEVERITIES: Final[Mapping[str, Sentence]] = {
    "minor": later("Minor"),
    "major": later("Major"),
    "critical": later("Critical"),
}
CAUSES: Final[Mapping[str, Sentence]] = {
    "training": later("An agent needs training"),
    "overload": later("Overload"),
    "volume": later("Sudden volume"),
    "routing": later("Wrong routing"),
    "information": later("Missing information"),
    "self_service": later("Self-service could have answered"),
    "third_party": later("Third party"),
    "outage": later("Outage"),
    "wrong_target": later("Wrong target"),
    "other": later("Other"),
}
"""The causes of a miss, by the word that the timeline keeps."""

title: Final = later("Breach review")
save: Final = later("Save")
button: Final = later("Review")
again: Final = later("Review again")
grant: Final = later("Leave it out")
refuse: Final = later("Let it count")
done: Final = later("Done")
severity: Final = later("How bad was it?")
cause: Final = later("Why did it happen?")
note: Final = later("Note")
exclusion: Final = later("Ask to leave it out of the count, because")
exclusion_hint: Final = later("Another lead or an admin decides. Leave it empty if it counts.")
who: Final = later("Who")
due_on: Final = later("By when")

choose: Final = later("Choose how bad it was and why it happened.")
what_missing: Final = later("Say what is to be done.")
who_missing: Final = later("Choose who does it.")
not_staff: Final = later("Choose somebody of the team: guests and people who left cannot do it.")
asked_for_it: Final = later("Choose somebody else: they asked for this ticket, or may not read it.")
due_missing: Final = later("Choose the day by which it is done.")
due_past: Final = later("That day has passed: choose one that is still to come.")
leads_only: Final = later("That is for the leads of a department and for admins.")
not_yours_to_decide: Final = later(
    "Only another lead of the department or an admin decides what is left out of the count."
)
somebody_else_decides: Final = later(
    "You asked for it yourself, so somebody else decides: another lead, or an admin."
)
not_your_follow_up: Final = later(
    "Only who has a follow-up, who gave it, and the leads can mark it as done."
)
follow_up_done_already: Final = later("That is done already.")
list_title: Final = later("Breach reviews")
nothing_open: Final = later("No miss waits for a review.")
nothing_at_all: Final = later("There was no miss to review.")
follow_ups: Final = later("*Still to be done*")
causes: Final = later("*Why it happened, in the last 30 days*")

_STATES: Final[Mapping[str, Sentence]] = {
    "open": later("waits for a review"),
    "done": later("reviewed"),
    "excluded": later("left out of the count"),
    "withdrawn": later("taken back: it is no miss any more"),
}


def which_review(which: str) -> str:
    """That a list of reviews is either of the open ones or of all."""
    return _("I do not know `{which}`: say `open` or `all`.").format(which=which)


def not_led(department: str, led: Sequence[str]) -> str:
    """That a department's misses are for its own leads."""
    return _("You do not lead {department}. You lead: {led}.").format(
        department=department, led=", ".join(led)
    )


def not_their_lead(department: str | None) -> str:
    """That a miss is reviewed by the leads of its department."""
    if department is None:
        return _("Only admins review misses of tickets without a department.")
    return _("Only the leads of {department} and admins review its misses.").format(
        department=department
    )


def nothing_to_review(number: int, metric_name: str) -> str:
    """That a clock asks for no review."""
    return _("The {metric} of ticket #{number} asks for no review.").format(
        metric=metric_inside(metric_name), number=number
    )


def over(number: int, metric_name: str, state: str) -> str:
    """That a review was closed, as there is no miss any more."""
    facts = {"metric": metric_inside(metric_name), "number": number}
    if state == "excluded":
        return _("The {metric} of ticket #{number} is left out of the count already.").format(
            **facts
        )
    return _("The {metric} of ticket #{number} is no miss any more: nothing to review.").format(
        **facts
    )


def decided_already(number: int, state: str) -> str:
    """That a wish to leave a miss out was decided, or taken back, meanwhile."""
    if state == "excluded":
        return _("Somebody has decided already: it is left out of the count (#{number}).").format(
            number=number
        )
    return _("Nobody asks any more to leave that miss of #{number} out of the count.").format(
        number=number
    )


def head(number: int, subject: str) -> str:
    """Which ticket a review is about."""
    return _("*#{number} · {subject}*").format(number=number, subject=subject)


def missed(metric_name: str, when: str, overrun_seconds: int) -> str:
    """Which promise was missed, when, by how much."""
    return _("{metric} missed {when}, over by {duration} of business time").format(
        metric=metric(metric_name), when=when, duration=duration(overrun_seconds)
    )


def proposed(severity: str) -> str:
    """How bad a miss is, as far as numbers tell."""
    return _("By overrun, priority and customer: {severity}").format(
        severity=SEVERITIES[severity]()
    )


def verdict(severity: str, cause: str, name: str) -> str:
    """What a lead said of a miss."""
    return _("{severity}: {cause} (reviewed by {name})").format(
        severity=SEVERITIES[severity](), cause=cause_of(cause), name=name
    )


def cause_of(name: str) -> str:
    """What a cause is called; one that we do not know is shown as it is."""
    sentence = CAUSES.get(name)
    return name if sentence is None else sentence()


def state(name: str) -> str:
    """What became of a review."""
    return _STATES[name]()


def exclusion_asked_by(name: str, reason: str) -> str:
    """Who asks to leave a miss out of the count, and why."""
    return _("{name} asks to leave it out of the count: {reason}").format(name=name, reason=reason)


def follow_up_row(number: int) -> str:
    """The label of what is to be done."""
    return _("Follow-up {number}").format(number=number)


def follow_up(what: str, name: str, due_on: str) -> str:
    """One thing to do, by whom and by when."""
    return _("{what} ({name}, by {due_on})").format(what=what, name=name, due_on=due_on)


def follow_up_ended(what: str, name: str) -> str:
    """One thing that was done."""
    return _("{what} ({name}, done)").format(what=what, name=name)


def counted(cause: str, times: int) -> str:
    """How often a cause was named."""
    return ngettext("{cause}: {times} miss", "{cause}: {times} misses", times).format(
        cause=cause_of(cause), times=times
    )


def counts(total: int, page: int, pages: int) -> str:
    """How many misses a list has, and where one is in it."""
    if pages <= 1:
        return ngettext("{total} miss", "{total} misses", total).format(total=total)
    return ngettext(
        "{total} miss, page {page} of {pages}", "{total} misses, page {page} of {pages}", total
    ).format(total=total, page=page, pages=pages)


def saved(number: int, metric_name: str) -> str:
    """That a review was kept."""
    return _("Your review of the {metric} of ticket *#{number}* is kept.").format(
        metric=metric_inside(metric_name), number=number
    )


def saved_and_asked(number: int, metric_name: str) -> str:
    """That a review was kept, and that somebody decides if the miss counts."""
    return _(
        "Your review of the {metric} of ticket *#{number}* is kept. "
        "I have asked who may leave it out of the count, and will tell you what they say."
    ).format(metric=metric_inside(metric_name), number=number)


def misses_wait(count: int, departments: str) -> str:
    """What a lead reads in the morning."""
    return ngettext(
        "{count} miss of {departments} waits for your review. `/sla review` shows it.",
        "{count} misses of {departments} wait for your review. `/sla review` shows them.",
        count,
    ).format(count=count, departments=departments)


def asked_to_decide(number: int, subject: str, metric_name: str, name: str) -> str:
    """What another lead reads who has to decide."""
    return _(
        "{name} asks to leave the missed {metric} of *#{number} · {subject}* out of the count."
    ).format(name=name, metric=metric_inside(metric_name), number=number, subject=subject)


def because(reason: str) -> str:
    """Why somebody asks."""
    return _("Because: {reason}").format(reason=reason)


def granted_to_asker(number: int, subject: str, metric_name: str, name: str) -> str:
    """What a lead reads whose wish was granted."""
    return _(
        "{name} agreed: the {metric} of *#{number} · {subject}* is left out of the count."
    ).format(name=name, metric=metric_inside(metric_name), number=number, subject=subject)


def refused_to_asker(number: int, subject: str, metric_name: str, name: str) -> str:
    """What a lead reads whose wish was not granted."""
    return _("{name} let it count: the {metric} of *#{number} · {subject}* stays a miss.").format(
        name=name, metric=metric_inside(metric_name), number=number, subject=subject
    )


def other_reason(number: int) -> str:
    """That a reason was changed since it was read, so that nothing was decided."""
    return _(
        "Nothing was decided: another reason stands now than the one you read (#{number}). "
        "Read it, and decide again."
    ).format(number=number)


def granted(number: int, metric_name: str) -> str:
    """What reads who left a miss out."""
    return _(
        "The {metric} of ticket *#{number}* is left out of the count. I tell who asked for it."
    ).format(metric=metric_inside(metric_name), number=number)


def refused(number: int, metric_name: str) -> str:
    """What reads who let a miss count."""
    return _("The {metric} of ticket *#{number}* counts. I tell who asked to leave it out.").format(
        metric=metric_inside(metric_name), number=number
    )


def follow_up_given(name: str, what: str, due_on: str, number: int, subject: str) -> str:
    """What somebody reads who was given something to do."""
    return _(
        "{name} gave you something to do after a missed promise of #{number} · {subject}: "
        "*{what}*, by {due_on}."
    ).format(name=name, what=what, due_on=due_on, number=number, subject=subject)


def follow_up_due(days_left: int, what: str, due_on: str, number: int, subject: str) -> str:
    """What somebody reads in the morning who has something to do."""
    facts = {"what": what, "due_on": due_on, "number": number, "subject": subject}
    if days_left == 0:
        return _("Due today, after #{number} · {subject}: *{what}*").format(**facts)
    if days_left > 0:
        return _("Due {due_on}, after #{number} · {subject}: *{what}*").format(**facts)
    return _("Overdue since {due_on}, after #{number} · {subject}: *{what}*").format(**facts)


def follow_up_done(what: str, number: int, subject: str) -> str:
    """That something is done, in the place of its reminder."""
    return _("Done, after #{number} · {subject}: *{what}*").format(
        what=what, number=number, subject=subject
    )


def marked_done(what: str) -> str:
    """That a follow-up was marked as done."""
    return _("Done: {what}").format(what=what)
