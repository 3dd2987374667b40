"""Puts the addresses of the sandbox together: Web API, sockets, uploads, control, page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
)
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from sandbox.answers import response_url
from sandbox.control.routes import control_routes
from sandbox.gate import Gate
from sandbox.guard import Guard
from sandbox.webapi.endpoint import api
from sandbox.world import World

PAGE = Path(__file__).parent / "page"


def build_app(world: World) -> Starlette:
    """Return the ASGI application of one world."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        world.deliveries.start()
        yield
        await world.deliveries.stop()

    app = Starlette(
        routes=[
            Route("/", _page),
            Mount("/page", StaticFiles(directory=PAGE)),
            Route("/api/{method}", api, methods=["GET", "POST"]),
            Route("/response/{token}", response_url, methods=["POST"]),
            Route("/upload/v1/{token}", _upload, methods=["POST", "PUT"]),
            Route("/files/{file_id}/{name}", _download),
            Route("/files-pri/{file_id}/{name}", _private),
            Route("/files-pri/{file_id}/download/{name}", _private),
            WebSocketRoute("/link/", _link),
            *control_routes(),
        ],
        middleware=[Middleware(Guard), Middleware(Gate)],
        lifespan=lifespan,
    )
    app.state.world = world
    return app


async def _page(_: Request) -> Response:
    return FileResponse(PAGE / "index.html")


async def _link(socket: WebSocket) -> None:
    world: World = socket.app.state.world
    await world.deliveries.socket.serve(socket)


async def _upload(request: Request) -> Response:
    """Take the bytes of a reserved file: the whole body, or the one file of a form."""
    world: World = request.app.state.world
    token = request.path_params["token"]
    file = next((f for f in world.workspace.files.values() if f.upload_token == token), None)
    if file is None or file.content is not None:
        return PlainTextResponse("Not found", 404)
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form() as form:
            parts = [part for part in form.values() if not isinstance(part, str)]
            content = b"".join([await part.read() for part in parts])
    else:
        content = await request.body()
    if len(content) != file.size:
        return PlainTextResponse("Bad Request: length mismatch", 400)
    file.content = content
    world.log.append("upload", file_id=file.id, name=file.name, size=len(content))
    return PlainTextResponse(f"OK - {len(content)}")


async def _private(request: Request) -> Response:
    """Give a file to the app that may read files; Slack's page to log in to everybody else."""
    world: World = request.app.state.world
    app = world.workspace.app
    is_app = request.headers.get("authorization") == f"Bearer {app.bot_token}"
    world.log.append(
        "download", path=request.url.path, ok=is_app and "files:read" in app.manifest.scopes
    )
    if not is_app or "files:read" not in app.manifest.scopes:
        return HTMLResponse("<!DOCTYPE html><title>Slack</title>Sign in to your workspace")
    return await _download(request)


async def _download(request: Request) -> Response:
    world: World = request.app.state.world
    file = world.workspace.files.get(request.path_params["file_id"])
    if file is None or file.content is None:
        return JSONResponse({"ok": False, "error": "file_not_found"}, 404)
    return Response(file.content, media_type="application/octet-stream")
