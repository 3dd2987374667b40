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
    _cuts: int = 0
    _is_back: asyncio.Event = field(default_factory=asyncio.Event)

    def cut(self, *, calls_hang: bool = False) -> int:
        """Let nothing through until it is mended; return the number of this cut."""
        self.is_cut, self.calls_hang = True, calls_hang
        self._is_back.clear()
        self._cuts += 1
        return self._cuts

    def mend(self, cut_number: int | None = None) -> None:
        """Let everything through again, unless another cut came since; what hangs is reset."""
        if cut_number not in (None, self._cuts):
            return
        self.is_cut = False
        self._is_back.set()

    async def fail(self) -> None:
        """Return when a call that began while the network is cut has to be reset."""
        if self.calls_hang:
            await self._is_back.wait()
