"""What those who ask read."""

from bot.wording.language import gettext as _


def confirmation(number: int, answer_by: str | None) -> str:
    """What a requester reads first."""
    if answer_by is None:
        return _("Thank you. This is ticket *#{number}* now, and the team has been told.").format(
            number=number
        )
    return _(
        "Thank you. This is ticket *#{number}* now. You will have an answer by {moment}."
    ).format(number=number, moment=answer_by)
