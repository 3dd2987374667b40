# ruff: noqa: SIM905 - a table of words reads better than a list of strings
"""Slack's refusals, by what they mean for the message that was refused.

The words are those of Slack's reference of the methods in `bot.delivery.methods` and of
`conversations.open`, and what the port says where Slack said nothing.
"""

RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})

MAYBE_DONE = frozenset({"internal_error", "fatal_error", "update_failed"})
"""Slack's documentation: "it's possible some aspect of the operation succeeded"."""

CUT_OFF = frozenset(
    """
    accesslimited account_inactive invalid_auth not_authed org_login_required service_unavailable
    team_access_not_granted team_added_to_org token_expired token_revoked two_factor_setup_required
    unreachable
    """.split()
)
"""Slack takes nothing of us, whatever it is: the installation or the network has to get well."""

METHOD_CLOSED = frozenset(
    """
    deprecated_endpoint enterprise_is_restricted message_limit_exceeded method_deprecated
    missing_scope not_allowed_token_type
    """.split()
)
"""Slack takes no call of this method: the installation has to get well, or the program newer."""

CHANNEL_CLOSED = frozenset(
    """
    access_denied ekm_access_denied external_channel_migrating request_timeout
    streaming_state_conflict
    """.split()
)
"""Nothing is wrong with the message, and other channels may take theirs."""

HEALING = CUT_OFF | METHOD_CLOSED | CHANNEL_CLOSED
"""The message waits for as long as it takes."""

DEAD_TARGET = frozenset(
    """
    app_access_restricted cannot_dm_bot cannot_reply_to_message cant_broadcast_message
    cant_delete_message cant_update_message channel_is_limited_access channel_type_not_supported
    compliance_exports_prevent_deletion
    edit_window_closed invalid_thread_ts invalid_user_combination is_archived is_inactive
    message_not_found messages_tab_disabled method_not_supported_for_channel_type no_access
    not_reactable posting_to_channel_denied restricted_action
    restricted_action_non_threadable_channel restricted_action_read_only_channel
    restricted_action_thread_locked restricted_action_thread_only_channel team_not_found
    thread_locked thread_not_found user_disabled user_not_found user_not_visible
    """.split()
)
"""Nothing can be said there any more."""

THREAD_GONE = frozenset(
    """
    cannot_reply_to_message cant_broadcast_message invalid_thread_ts
    restricted_action_non_threadable_channel restricted_action_thread_locked thread_locked
    thread_not_found
    """.split()
)
"""Nothing can be said in that thread; the channel itself may be well."""

UNINVITED = frozenset({"channel_not_found", "no_permission", "not_in_channel"})
"""Nobody has invited the bot, which may happen any minute; a private channel is not found then."""

REOPENING = UNINVITED | frozenset(
    """
    cant_update_message is_archived is_inactive posting_to_channel_denied restricted_action
    restricted_action_read_only_channel restricted_action_thread_only_channel
    """.split()
)
"""What is over when a channel is unarchived, or the bot is invited again."""

MALFORMED = frozenset(
    """
    as_user_not_supported attachment_payload_limit_exceeded bad_timestamp
    block_mismatch blocked_file_type draft_already_deleted draft_already_sent draft_has_conflict
    draft_not_found duplicate_channel_not_found duplicate_external_id duplicate_message_not_found
    file_comment_not_found file_deleted file_is_deleted file_not_found file_share_limit_reached
    hash_conflict invalid_arg_name invalid_arguments invalid_array_arg invalid_attachments
    invalid_blocks invalid_blocks_format invalid_charset invalid_form_data invalid_json
    invalid_metadata_format invalid_metadata_schema invalid_name invalid_post_type json_not_object
    markdown_text_conflict max_file_sharing_exceeded metadata_must_be_sent_from_app
    metadata_too_large missing_file_data missing_post_type missing_profile_id msg_blocks_too_long
    msg_too_long no_dual_broadcast_content_update no_item_specified no_text
    not_enabled not_enough_users not_implemented send_on_behalf_not_allowed
    slack_connect_blocked_file_type
    slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked
    slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked
    slack_connect_lists_sharing_blocked too_many_attachments too_many_contact_cards too_many_emoji
    too_many_reactions too_many_users unable_to_share_files unknown_method users_list_not_supplied
    view_too_large
    """.split()
)
"""It would be refused again, word for word."""

KNOWN = RATE_LIMITED | MAYBE_DONE | HEALING | DEAD_TARGET | UNINVITED | MALFORMED
"""All words of Slack's reference; what it says besides is tried again for about a minute."""
