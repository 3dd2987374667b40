"""The ids of all that can be pressed, picked or submitted: listeners and blocks share them."""

from typing import Final

CLAIM: Final = "ticket_claim"
REPLY: Final = "ticket_reply"
RESOLVE: Final = "ticket_resolve"
REOPEN: Final = "ticket_reopen"
SKIP: Final = "queue_skip"
PAGE_BACK: Final = "list_page_back"
PAGE_ON: Final = "list_page_on"
OPEN_FORM: Final = "form_open"
OPEN_TO_EDIT: Final = "form_open_edit"
OPEN_TO_COPY: Final = "form_open_copy"
OPEN_TO_ARCHIVE: Final = "form_open_archive"
"""Buttons of forms that stand side by side: the value names the form and the item."""
OPEN_THREAD: Final = "thread_open"

TICKET_FORM: Final = "ticket_new"
REPLY_FORM: Final = "ticket_reply"
LEVEL_FORM: Final = "level_new"

OPEN_TICKET: Final = "open_ticket"
"""The global shortcut."""

# What agents do with a ticket. NOTE, PENDING, HOLD, ASSIGN and SOLVE open forms, the others act at
# once; the value of each button is the ticket's number.
NOTE: Final = "ticket_note"
PENDING: Final = "ticket_pending"
HOLD: Final = "ticket_hold"
ASSIGN: Final = "ticket_assign"
SOLVE: Final = "ticket_solve"
"""Resolving with a last answer; RESOLVE does it without."""
NO_REPLY: Final = "ticket_no_reply"
WHY: Final = "ticket_why"
RAISE_PRIORITY: Final = "ticket_raise_priority"

NOTE_FORM: Final = "ticket_note"
PENDING_FORM: Final = "ticket_pending"
HOLD_FORM: Final = "ticket_hold"
ASSIGN_FORM: Final = "ticket_assign"
RESOLVE_FORM: Final = "ticket_resolve"
PRIORITY_FORM: Final = "ticket_priority"
DEPARTMENT_FORM: Final = "ticket_department"
LEVEL_FORM_OF_TICKET: Final = "ticket_level"
CUSTOMER_FORM: Final = "ticket_customer"
TAGS_FORM: Final = "ticket_tags"
FIELD_FORM: Final = "ticket_field"
MERGE_FORM: Final = "ticket_merge"

SEND_AGAIN: Final = "message_send_again"
"""What Slack refused is sent again; the value names the ticket and the message."""
MERGE: Final = "ticket_merge_confirm"
"""Merges two tickets of different people as it was read; the value names what was read."""
MERGE_CONFIRMED_FORM: Final = "ticket_merge_confirmed"

# Alarms: the value of a button is the ticket's number; what is chosen in a menu names the ticket,
# the metric, the cycle and the minutes.
ACKNOWLEDGE: Final = "alarm_acknowledge"
SNOOZE: Final = "alarm_snooze"
ESCALATE: Final = "ticket_escalate"

# Breach review: buttons name a miss by ticket, metric and cycle, a follow-up by its id.
REVIEW: Final = "review_open"
REVIEW_BACK: Final = "review_page_back"
REVIEW_ON: Final = "review_page_on"
EXCLUSION_GRANT: Final = "exclusion_grant"
EXCLUSION_REFUSE: Final = "exclusion_refuse"
FOLLOW_UP_DONE: Final = "follow_up_done"

REVIEW_FORM: Final = "breach_review"

# Where tickets come from.
OPEN_TICKET_HERE: Final = "open_ticket_here"
"""The shortcut on a message."""
CHOOSE_DEPARTMENT: Final = "department_choose"
"""Who takes care of what somebody wrote to the bot."""

# What those who ask answer when their ticket is resolved; the value is the ticket's number.
SOLVED_YES: Final = "solved_yes"
SOLVED_NO: Final = "solved_no"
RATES: Final = {5: "rate_good", 3: "rate_ok", 1: "rate_bad"}
"""The button of each score."""
RATE_COMMENT: Final = "rate_comment"

RATING_FORM: Final = "rating_comment"

# The audit log: the value is the page and the filters.
AUDIT_BACK: Final = "audit_page_back"
AUDIT_ON: Final = "audit_page_on"

# App Home.
CHOOSE_LANGUAGE: Final = "language_choose"
HELP: Final = "help_show"

# One's own requests.
REQUESTS_BACK: Final = "requests_page_back"
REQUESTS_ON: Final = "requests_page_on"

# The forms of items of the configuration: the value of a press is a verb, a list and a place in it.
EDITOR_LINE: Final = "editor_line"
EDITOR_ADD: Final = "editor_add"
"""The beginning of the ids of buttons that add a part: the list's name follows."""
EDITOR_PRESS: Final = "editor_press"
"""The beginning of the ids of buttons that change the form itself: the verb follows."""
EDITOR_CONFIRM_FORM: Final = "editor_confirm"

CLOSURE_FORM: Final = "closure_declare"
CLOSURE_CONFIRM_FORM: Final = "closure_confirm"
TAKE_CALENDAR_DATA: Final = "calendar_data_take"
"""Has the calendars use the zones and holidays of a new version."""
CALENDAR_NEW_FORM: Final = "calendar_new"
CALENDAR_EDIT_FORM: Final = "calendar_edit"
CALENDAR_COPY_FORM: Final = "calendar_copy"
CALENDAR_ARCHIVE_FORM: Final = "calendar_archive"
CALENDAR_CLOSURE_FORM: Final = "calendar_closure"
CALENDAR_OPENING_FORM: Final = "calendar_opening"
DEPARTMENT_NEW_FORM: Final = "department_new"
DEPARTMENT_EDIT_FORM: Final = "department_edit"
DEPARTMENT_COPY_FORM: Final = "department_copy"
DEPARTMENT_ARCHIVE_FORM: Final = "department_archive"
DEPARTMENT_FIELD_FORM: Final = "department_field"
CUSTOMER_NEW_FORM: Final = "customer_new"
CUSTOMER_EDIT_FORM: Final = "customer_edit"
CUSTOMER_ARCHIVE_FORM: Final = "customer_archive"
GROUP_NEW_FORM: Final = "customer_group_new"
GROUP_EDIT_FORM: Final = "customer_group_edit"
GROUP_ARCHIVE_FORM: Final = "customer_group_archive"
SETTINGS_FORM: Final = "settings_edit"
DIGEST_FORM: Final = "settings_digest"
CONFIG_FORM: Final = "config_file"
CONFIG_APPLY_FORM: Final = "config_apply"

LEVEL_EDIT_FORM: Final = "level_edit"
LEVEL_COPY_FORM: Final = "level_copy"
LEVEL_ARCHIVE_FORM: Final = "level_archive"
LEVEL_ALERT_FORM: Final = "level_alert"
LEVEL_PRIORITY_FORM: Final = "level_priority"

# The set-up of a desk, and the test at its end.
SETUP_FORM: Final = "setup"
SETUP_TEST_FORM: Final = "setup_test"
SETUP_ERASE_FORM: Final = "setup_erase"
SETUP_BACK: Final = "setup_back"

# What `/sla` alone offers: the value of each button are the words of its command.
STARTS: Final = {
    "levels": "start_levels",
    "level new": "start_level_new",
    "rules": "start_rules",
    "calendars": "start_calendars",
    "departments": "start_departments",
    "customers": "start_customers",
    "roles": "start_roles",
    "settings": "start_settings",
    "setup": "start_setup",
    "report": "start_report",
    "log": "start_log",
    "review": "start_review",
    "digest": "start_digest",
    "status": "start_status",
    "help": "start_help",
}
"""The button of each command."""
START_FORMS: Final = ("level new", "settings", "setup")
"""Those whose button opens a form."""
RULE_NEW_FORM: Final = "rule_new"
RULE_EDIT_FORM: Final = "rule_edit"
RULE_COPY_FORM: Final = "rule_copy"
RULE_ARCHIVE_FORM: Final = "rule_archive"
RULE_CONDITION_FORM: Final = "rule_condition"
