"""Answers POST and GET /api/<method>: token, rate limit, scope, fault, then the method itself."""

import asyncio
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from sandbox.faults import Fault
from sandbox.ratelimits import ONE_A_MINUTE
from sandbox.webapi.call import Call, Method, SlackError, read_args
from sandbox.webapi.errors import words_of
from sandbox.webapi.methods import METHODS
from sandbox.wire_json import AsciiJSONResponse
from sandbox.wires import cut
from sandbox.world import World

Json = dict[str, Any]
_NOBODY = ("not_authed", "invalid_auth", "account_inactive")
_LOST = ("lose_before_commit", "lose_after_commit", "commit_late")
_PAGE = "<!DOCTYPE html><html><body><h1>Server Error</h1><p>We are on it.</p></body></html>"
_HISTORY = ("conversations.history", "conversations.replies")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the method came to: HTTP status, JSON body, seconds to wait when limited."""

    body: Json
    status: int = 200
    retry_after_s: int | None = None


async def api(request: Request) -> Response:
    """Answer one call, or lose it when told to."""
    world: World = request.app.state.world
    method = request.path_params["method"]
    try:
        args = await read_args(request)
    except SlackError as refused:
        return _sent(Call(world, method, {}), _refusal(refused))
    call = Call(world, method, _without_token(args))
    token = _token(request, args)
    fault = world.faults.take(method, call.text("channel"))
    if fault is not None:
        return await _failed(request, call, token, fault)
    return _sent(call, answered(call, token))


def answered(call: Call, token: str | None) -> Answer:
    """Carry the call out and return its answer; nothing is logged here."""
    method = METHODS.get(call.method)
    if method is None:
        return _refusal(SlackError("unknown_method", req_method=call.method))
    try:
        _authenticate(call, method, token)
        _limit(call, method)
        call.require_scope(*method.scopes)
        return Answer({"ok": True, **method.handler(call)})
    except SlackError as refused:
        require_named(call.method, refused.error)
        return _refusal(refused)


def require_named(method: str, error: str) -> None:
    """Fail where the sandbox would refuse with a word that Slack's method does not have."""
    if error not in words_of(method):
        raise AssertionError(f"{method} has no error {error}: see sandbox/webapi/errors.py")


def _refusal(refused: SlackError) -> Answer:
    body = {"ok": False, "error": refused.error}
    if refused.error == "ratelimited":
        return Answer(body, 429, refused.extra["retry_after_s"])
    return Answer(body | refused.extra)


def _authenticate(call: Call, method: Method, token: str | None) -> None:
    if not token:
        raise SlackError("not_authed")
    if token not in (call.app.bot_token, call.app.app_token):
        raise SlackError("invalid_auth")
    if (token == call.app.app_token) != method.wants_app_token:
        raise SlackError("not_allowed_token_type")


def _limit(call: Call, method: Method) -> None:
    tier = method.tier
    if call.method in _HISTORY and call.world.faults.one_history_a_minute:
        tier = ONE_A_MINUTE
    wait_s = call.world.limits.take(call.method, tier, call.world.now())
    if wait_s:
        raise SlackError("ratelimited", retry_after_s=wait_s)


async def _failed(request: Request, call: Call, token: str | None, fault: Fault) -> Response:
    call.world.log.append("fault", fault=fault.fault, method=call.method, args=call.args)
    if fault.fault in _LOST:
        return await _lost(request, call, token, fault)
    if fault.fault == "slow":
        await asyncio.sleep(fault.delay_s)
        return _sent(call, answered(call, token))
    if fault.fault == "html":
        _record(call, Answer({"ok": False, "error": "html"}, fault.status), is_answered=True)
        return HTMLResponse(_PAGE, fault.status)
    return _sent(call, _refused(fault))


def _refused(fault: Fault) -> Answer:
    if fault.fault == "ratelimited":
        return _refusal(SlackError("ratelimited", retry_after_s=fault.retry_after_s))
    if fault.fault == "error":
        return Answer({"ok": False, "error": fault.error})
    status = 500 if fault.fault == "status_500" else fault.status
    return Answer({"ok": False, "error": "internal_error"}, status)


async def _lost(request: Request, call: Call, token: str | None, fault: Fault) -> Response:
    if fault.fault == "lose_before_commit":
        _record(call, Answer({"ok": False}), is_answered=False)
    elif fault.fault == "lose_after_commit":
        _carry_out_unheard(call, token)
    else:
        loop = asyncio.get_running_loop()
        loop.call_later(fault.delay_s, _carry_out_unheard, call, token)
    await cut(request.scope)
    return PlainTextResponse("")


def _carry_out_unheard(call: Call, token: str | None) -> None:
    """Do what was asked though nobody will read the answer."""
    _record(call, answered(call, token), is_answered=False)


def _sent(call: Call, answer: Answer) -> Response:
    _record(call, answer, is_answered=True)
    headers = {"x-slack-req-id": f"sandbox-{call.world.log.next}"}
    if answer.retry_after_s is not None:
        headers["Retry-After"] = str(answer.retry_after_s)
    method = METHODS.get(call.method)
    if method and not method.wants_app_token and answer.body.get("error") not in _NOBODY:
        headers["x-oauth-scopes"] = ",".join(sorted(call.app.manifest.scopes))
    return AsciiJSONResponse(answer.body, answer.status, headers)


def _record(call: Call, answer: Answer, *, is_answered: bool) -> None:
    call.world.log.append(
        "api",
        method=call.method,
        args=call.args,
        status=answer.status if is_answered else None,
        ok=answer.body["ok"],
        error=answer.body.get("error"),
        response=answer.body,
        committed=call.committed,
        answered=is_answered,
    )


def _token(request: Request, args: Json) -> str | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value:
        return value.strip()
    return str(args["token"]) if args.get("token") else None


def _without_token(args: Json) -> Json:
    return {key: value for key, value in args.items() if key != "token"}
