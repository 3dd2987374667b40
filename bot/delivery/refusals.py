# ruff: noqa: SIM905 - a table of words reads better than a list of strings
"""Slack's refusals, by what they mean for the message that was refused."""

RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})

MAYBE_DONE = frozenset({"internal_error", "fatal_error"})
"""Slack's documentation: "it's possible some aspect of the operation succeeded"."""

HEALING = frozenset(
    """
    access_denied access_limited account_inactive ekm_access_denied invalid_auth missing_scope
    not_allowed_token_type not_authed org_login_required service_unavailable
    team_access_not_granted token_expired token_revoked two_factor_setup_required unreachable
    """.split()
)
"""Nothing is wrong with the message: it waits until the installation or the network is well."""

DEAD_TARGET = frozenset(
    """
    cannot_dm_bot cannot_reply_to_message cant_delete_message cant_update_message
    edit_window_closed invalid_thread_ts is_archived is_inactive
    message_not_found messages_tab_disabled restricted_action
    restricted_action_non_threadable_channel restricted_action_read_only_channel
    restricted_action_thread_locked restricted_action_thread_only_channel thread_not_found
    user_disabled user_not_found
    """.split()
)
"""Nothing can be said there any more."""

THREAD_GONE = frozenset(
    """
    cannot_reply_to_message invalid_thread_ts restricted_action_non_threadable_channel
    restricted_action_thread_locked thread_not_found
    """.split()
)
"""Nothing can be said in that thread; the channel itself may be well."""

UNINVITED = frozenset({"channel_not_found", "not_in_channel"})
"""Nobody has invited the bot, which may happen any minute; a private channel is not found then."""

MALFORMED = frozenset(
    """
    as_user_not_supported bad_timestamp blocks_mismatch invalid_arg_name invalid_arguments
    invalid_attachments invalid_blocks invalid_blocks_format invalid_form_data invalid_json
    invalid_metadata_format invalid_metadata_schema invalid_name invalid_post_type
    markdown_text_conflict metadata_too_large missing_post_type msg_blocks_too_long msg_too_long
    no_item_specified no_reaction no_text not_enabled thread_locked too_many_attachments
    too_many_contact_cards too_many_emoji too_many_reactions unknown_method view_too_large
    """.split()
)
"""It would be refused again, word for word."""
