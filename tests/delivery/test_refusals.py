"""Every error of Slack's reference is sorted, once, and means what the row then is."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import outcome, refusals
from bot.delivery.methods import METHODS
from bot.delivery.ports import Answer
from bot.delivery.settings import DeliverySettings
from bot.store.outbox import POST, OutboxRow

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)

EVERYWHERE = """
access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied
enterprise_is_restricted fatal_error internal_error invalid_arg_name invalid_arguments
invalid_array_arg invalid_auth invalid_charset invalid_form_data invalid_post_type
method_deprecated missing_post_type missing_scope no_permission not_allowed_token_type not_authed
org_login_required ratelimited request_timeout service_unavailable team_access_not_granted
team_added_to_org token_expired token_revoked two_factor_setup_required
"""
IN_MESSAGES = """
as_user_not_supported channel_not_found invalid_attachments invalid_blocks invalid_blocks_format
invalid_metadata_format invalid_metadata_schema markdown_text_conflict message_limit_exceeded
metadata_must_be_sent_from_app metadata_too_large msg_too_long no_text
slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked team_not_found
too_many_attachments
"""
REFERENCE = {
    "chat.postMessage": f"""{EVERYWHERE} {IN_MESSAGES}
        attachment_payload_limit_exceeded cannot_reply_to_message channel_type_not_supported
        draft_already_deleted draft_already_sent draft_has_conflict draft_not_found
        duplicate_channel_not_found duplicate_message_not_found is_archived messages_tab_disabled
        missing_file_data msg_blocks_too_long not_in_channel rate_limited restricted_action
        restricted_action_non_threadable_channel restricted_action_read_only_channel
        restricted_action_thread_locked restricted_action_thread_only_channel
        slack_connect_lists_sharing_blocked too_many_contact_cards""",
    "chat.update": f"""{EVERYWHERE} {IN_MESSAGES}
        block_mismatch blocked_file_type cant_broadcast_message cant_update_message
        edit_window_closed external_channel_migrating file_deleted file_is_deleted file_not_found
        file_share_limit_reached is_inactive max_file_sharing_exceeded message_not_found
        no_dual_broadcast_content_update posting_to_channel_denied slack_connect_blocked_file_type
        slack_connect_clip_sharing_blocked slack_connect_file_upload_sharing_blocked
        streaming_state_conflict unable_to_share_files update_failed""",
    "chat.delete": f"""{EVERYWHERE}
        cant_delete_message channel_not_found compliance_exports_prevent_deletion
        message_not_found""",
    "reactions.add": f"""{EVERYWHERE}
        already_reacted bad_timestamp channel_not_found external_channel_migrating
        file_comment_not_found file_not_found invalid_name is_archived message_not_found no_access
        no_item_specified not_reactable thread_locked too_many_emoji too_many_reactions""",
    "views.publish": f"""{EVERYWHERE}
        duplicate_external_id hash_conflict missing_profile_id not_enabled not_implemented
        view_too_large""",
    "conversations.open": f"""{EVERYWHERE}
        channel_not_found invalid_user_combination method_not_supported_for_channel_type
        not_enough_users too_many_users user_disabled user_not_found user_not_visible
        users_list_not_supplied""",
}
"""What Slack's reference names for each method."""

KINDS = {
    name: getattr(refusals, name)
    for name in (
        *("RATE_LIMITED", "MAYBE_DONE", "CUT_OFF", "METHOD_CLOSED", "CHANNEL_CLOSED"),
        *("DEAD_TARGET", "UNINVITED", "MALFORMED"),
    )
}
NAMED = {
    "accesslimited": "CUT_OFF",
    "team_added_to_org": "CUT_OFF",
    "invalid_auth": "CUT_OFF",
    "account_inactive": "CUT_OFF",
    "message_limit_exceeded": "METHOD_CLOSED",
    "enterprise_is_restricted": "METHOD_CLOSED",
    "request_timeout": "CHANNEL_CLOSED",
    "external_channel_migrating": "CHANNEL_CLOSED",
    "no_permission": "UNINVITED",
    "update_failed": "MAYBE_DONE",
    "posting_to_channel_denied": "DEAD_TARGET",
    "cant_broadcast_message": "DEAD_TARGET",
    "is_archived": "DEAD_TARGET",
    "hash_conflict": "MALFORMED",
}


def kinds_of(error):
    return [name for name, errors in KINDS.items() if error in errors]


@pytest.mark.parametrize("method", REFERENCE)
def test_every_error_of_the_reference_is_sorted_once(method):
    done = METHODS[method].done_anyway if method in METHODS else frozenset()
    errors = set(REFERENCE[method].split()) - done
    assert {error: kinds_of(error) for error in errors if len(kinds_of(error)) != 1} == {}


@pytest.mark.parametrize(("error", "kind"), NAMED.items())
def test_an_error_is_of_its_kind(error, kind):
    assert kinds_of(error) == [kind]


def claimed():
    """A message on its way, for the first time."""
    nothing = dict.fromkeys(field.name for field in fields(OutboxRow))
    told = {"key": "k", "lane": "C1", "method": POST, "payload": {}, "attempts": 0}
    return outcome.claimed(OutboxRow(**{**nothing, **told, "created_at": NOW}), NOW)


def answered(row, error):
    return outcome.answered(row, Answer(ok=False, error=error), NOW, DeliverySettings())


@pytest.mark.parametrize("error", sorted(refusals.HEALING))
def test_what_heals_is_tried_for_as_long_as_it_takes_and_at_least_every_30_seconds(error):
    row = claimed()
    for _ in range(50):
        refused = answered(row, error)
        assert refused.state == "pending"
        assert timedelta(0) < refused.next_at - NOW <= timedelta(seconds=30)
        row = outcome.claimed(refused, NOW)


@pytest.mark.parametrize("error", sorted(refusals.DEAD_TARGET | refusals.MALFORMED))
def test_what_is_final_is_a_dead_letter_at_once(error):
    refused = answered(claimed(), error)
    assert (refused.state, refused.error) == ("dead", error)


@pytest.mark.parametrize("error", sorted(refusals.MAYBE_DONE))
def test_what_may_be_done_is_in_doubt(error):
    assert answered(claimed(), error).state == "unknown"
