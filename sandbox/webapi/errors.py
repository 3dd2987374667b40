"""The words with which each method may refuse, after Slack's reference: the sandbox has no others.

What the reference of a method names stands in `REFERENCE`, what it names of all in `EVERYWHERE`.
`SEEN` holds what is in neither and Slack was seen to answer, `GUESSED` what the sandbox answers
where Slack does not tell its word; docs/sandbox.md says where both come from.
"""

from collections.abc import Mapping
from typing import Final

Words = frozenset[str]


def _words(text: str) -> Words:
    return frozenset(text.split())


EVERYWHERE: Final = _words("""
    access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied
    enterprise_is_restricted fatal_error internal_error invalid_arg_name invalid_arguments
    invalid_array_arg invalid_auth invalid_charset invalid_form_data invalid_json
    invalid_post_type json_not_object method_deprecated missing_post_type missing_scope
    no_permission not_allowed_token_type not_authed org_login_required ratelimited request_timeout
    service_unavailable team_access_not_granted team_added_to_org token_expired token_revoked
    two_factor_setup_required unknown_method
""")
"""What any method may answer."""
_IN_MESSAGES: Final = _words("""
    as_user_not_supported channel_not_found invalid_attachments invalid_blocks
    invalid_blocks_format invalid_metadata_format invalid_metadata_schema markdown_text_conflict
    message_limit_exceeded metadata_must_be_sent_from_app metadata_too_large msg_too_long no_text
    slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked team_not_found
    too_many_attachments
""")
_OF_VIEWS: Final = _words("duplicate_external_id view_too_large")
_OF_TRIGGERS: Final = _words("exchanged_trigger_id expired_trigger_id invalid_trigger_id")
_OF_PAGES: Final = _words("""
    invalid_cursor invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest
""")
_OF_PLANS: Final = _words("invalid_cursor plan_upgrade_required")

REFERENCE: Final[Mapping[str, Words]] = {
    "apps.connections.open": _words("forbidden_team insecure_request missing_args"),
    "auth.teams.list": _words("invalid_cursor invalid_limit"),
    "auth.test": _words(""),
    "chat.delete": _words(
        "cant_delete_message channel_not_found compliance_exports_prevent_deletion "
        "message_not_found"
    ),
    "chat.getPermalink": _words("channel_not_found message_not_found"),
    "chat.postEphemeral": _words("""
        cannot_reply_to_message channel_not_found invalid_attachments invalid_blocks
        invalid_blocks_format is_archived markdown_text_conflict message_limit_exceeded
        messages_tab_disabled msg_too_long no_text not_in_channel restricted_action
        too_many_attachments user_not_in_channel
    """),
    "chat.postMessage": _IN_MESSAGES
    | _words("""
        app_access_restricted attachment_payload_limit_exceeded cannot_reply_to_message
        channel_type_not_supported draft_already_deleted draft_already_sent draft_has_conflict
        draft_not_found duplicate_channel_not_found duplicate_message_not_found is_archived
        messages_tab_disabled missing_file_data msg_blocks_too_long not_in_channel rate_limited
        restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked
        restricted_action_thread_only_channel send_on_behalf_not_allowed
        slack_connect_lists_sharing_blocked too_many_contact_cards
    """),
    "chat.update": _IN_MESSAGES
    | _words("""
        block_mismatch blocked_file_type cant_broadcast_message cant_update_message
        edit_window_closed external_channel_migrating file_deleted file_is_deleted file_not_found
        file_share_limit_reached is_inactive max_file_sharing_exceeded message_not_found
        no_dual_broadcast_content_update posting_to_channel_denied slack_connect_blocked_file_type
        slack_connect_clip_sharing_blocked slack_connect_file_upload_sharing_blocked
        streaming_state_conflict unable_to_share_files update_failed
    """),
    "conversations.history": _OF_PAGES
    | _words("channel_is_limited_access channel_not_found not_in_channel"),
    "conversations.info": _words("channel_is_limited_access channel_not_found"),
    "conversations.join": _words("""
        channel_is_limited_access channel_not_found is_archived
        method_not_supported_for_channel_type too_many_members
    """),
    "conversations.list": _words("""
        invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type
        missing_argument
    """),
    "conversations.members": _words("""
        channel_not_found fetch_members_failed invalid_cursor invalid_limit
        method_not_supported_for_channel_type
    """),
    "conversations.open": _words("""
        channel_not_found invalid_user_combination method_not_supported_for_channel_type
        not_enough_users too_many_users user_disabled user_not_found user_not_visible
        users_list_not_supplied
    """),
    "conversations.replies": _OF_PAGES
    | _words("""
        channel_not_found list_record_comment_fetch_failed method_not_supported_for_channel_type
        thread_not_found
    """),
    "dnd.info": _words("user_not_found user_not_visible"),
    "files.completeUploadExternal": _words("""
        channel_not_found channels_limit_exceeded file_not_found file_type_not_allowed
        file_update_failed file_uploads_except_images_disabled invalid_blocks invalid_channel
        not_in_channel posting_to_channel_denied user_is_external_guest
    """),
    "files.getUploadURLExternal": _words("""
        alt_txt_too_large file_type_not_allowed file_upload_size_restricted file_uploads_disabled
        file_uploads_except_images_disabled missing_argument snippet_too_large
        storage_limit_reached unknown_snippet_type unknown_subtype
    """),
    "files.info": _words("""
        canvas_disabled_file_team canvas_disabled_user_team canvas_globally_disabled file_deleted
        file_not_found not_visible slack_connect_canvas_sharing_blocked template_not_visible
    """),
    "reactions.add": _words("""
        already_reacted bad_timestamp channel_not_found external_channel_migrating
        file_comment_not_found file_not_found invalid_name is_archived message_not_found no_access
        no_item_specified not_reactable thread_locked too_many_emoji too_many_reactions
    """),
    "team.info": _words("""
        enterprise_not_found fail_to_get_teams_for_restricted_user missing_user org_not_found
        team_not_found team_not_on_enterprise user_not_found
    """),
    "usergroups.list": _OF_PLANS | _words("invalid_team missing_argument users_not_found"),
    "usergroups.users.list": _OF_PLANS | _words("no_such_subteam"),
    "users.getPresence": _words(""),
    "users.info": _words("too_many_users user_not_found user_not_visible"),
    "users.list": _words("invalid_cursor limit_required missing_argument"),
    "users.lookupByEmail": _words("users_not_found"),
    "views.open": _OF_VIEWS | _OF_TRIGGERS,
    "views.publish": _OF_VIEWS
    | _words("hash_conflict missing_profile_id not_enabled not_implemented"),
    "views.push": _OF_VIEWS | _OF_TRIGGERS | _words("not_found push_limit_reached"),
    "views.update": _OF_VIEWS | _words("hash_conflict not_found"),
}

SEEN: Final[Mapping[str, Words]] = {
    "chat.postMessage": _words("invalid_thread_ts thread_not_found"),
    "conversations.open": _words("cannot_dm_bot"),
    "reactions.add": _words("not_in_channel"),
    "views.open": _words("trigger_exchanged trigger_expired"),
}
"""Answers that Slack was seen to give, and those that its older pages name."""
GUESSED: Final[Mapping[str, Words]] = {
    "chat.postEphemeral": _words("msg_blocks_too_long thread_not_found"),
    "chat.update": _words("msg_blocks_too_long"),
    "conversations.history": _words("invalid_limit"),
    "conversations.replies": _words("invalid_limit not_in_channel"),
    "files.completeUploadExternal": _words("thread_not_found"),
    "usergroups.users.list": _words("missing_argument"),
    "users.getPresence": _words("user_not_found"),
    "users.list": _words("invalid_limit"),
}
"""What the sandbox answers where Slack does not tell its word."""


def words_of(method: str | None) -> Words:
    """The words with which a method may refuse; with None those of all methods."""
    if method is None:
        return frozenset().union(*map(words_of, REFERENCE))
    found = (table.get(method, frozenset()) for table in (REFERENCE, SEEN, GUESSED))
    return EVERYWHERE.union(*found)
