"""Two servers on loopback for all houses of a run: Slack's and the bot's, in one thread."""

import asyncio
import threading
import time
from typing import Any

import uvicorn

from sandbox.server import bind, build_server
from sandbox.world import World

STARTS_WITHIN_S = 10.0


class Servers:
    """Serves the world and the bot that were put on stage last."""

    def __init__(self, world: World) -> None:
        self._listeners = bind(0), bind(0)
        slack, bot = self._listeners
        self._slack = build_server(world, slack)
        config = uvicorn.Config(
            self._bot_app, interface="asgi3", log_config=None, lifespan="off", access_log=False
        )
        self._bot = uvicorn.Server(config)
        self.url = world.base_url
        self.events_url = f"http://127.0.0.1:{bot.getsockname()[1]}/slack/events"
        self._answers: Any = None
        self._thread = threading.Thread(target=self._run, name="house", daemon=True)
        self._thread.start()
        deadline_s = time.monotonic() + STARTS_WITHIN_S
        while not (self._slack.started and self._bot.started):
            assert time.monotonic() < deadline_s, "the servers did not start"
            time.sleep(0.005)

    async def _bot_app(self, scope: Any, receive: Any, send: Any) -> None:
        await self._answers(scope, receive, send)

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            runner.run(self._serve())

    async def _serve(self) -> None:
        slack, bot = self._listeners
        await asyncio.gather(
            self._slack.serve(sockets=[slack]),
            self._bot.serve(sockets=[bot]),
        )

    def show(self, world: World) -> None:
        """Have Slack's server show this world; it delivers nothing yet."""
        world.base_url = self.url
        self._slack.config.app.state.world = world  # type: ignore[union-attr]

    def connect(self, world: World, app: Any) -> None:
        """Let the world deliver to this bot from now on, once it has shown that it is there."""
        self._answers = app
        self._loop.call_soon_threadsafe(world.deliveries.start)
        self.settle(world)

    def settle(self, world: World) -> None:
        """Wait until nothing is on its way to the bot."""
        self._awaited(world.deliveries.settled())

    def retire(self, world: World) -> None:
        """Deliver nothing more."""
        self._awaited(world.deliveries.stop())

    def _awaited(self, what: Any) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(30)

    def close(self) -> None:
        """End both."""
        self._slack.should_exit = self._bot.should_exit = True
        self._thread.join(5)
        for listener in self._listeners:
            listener.close()
