"""The network between the bot and Slack, which can be cut for a while."""

import asyncio
from dataclasses import dataclass, field


@dataclass(slots=True)
class Network:
    """Whether anything gets through; while it is cut, calls are reset at once or hang until then.

    What a call asked for while the network is cut is never carried out.
    """

    is_cut: bool = False
    calls_hang: bool = False
    _is_back: asyncio.Event = field(default_factory=asyncio.Event)

    def cut(self, *, calls_hang: bool = False) -> None:
        """Let nothing through until it is mended."""
        self.is_cut, self.calls_hang = True, calls_hang
        self._is_back.clear()

    def mend(self) -> None:
        """Let everything through again; what hangs is reset."""
        self.is_cut = False
        self._is_back.set()

    async def fail(self) -> None:
        """Return when a call that began while the network is cut has to be reset."""
        if self.calls_hang:
            await self._is_back.wait()
