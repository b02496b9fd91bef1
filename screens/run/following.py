"""The reading half of the run screen: one loop that reads the journal in a thread, until the attempt has ended."""

from __future__ import annotations

import asyncio

from textual import work

from screens.run.feed import PIECE, Heard
from screens.run.flow import Flow, flows
from screens.run.replaying import Replaying
from screens.run.terminal import attract
from screens.threads import in_thread
from wizard.errors import WizardError
from wizard.run.state import RunState

POLL = 0.05
"""Seconds until the journal is looked at again that had nothing new."""
STAYS = 600.0
"""Seconds that a toast about a failure stays where the screen itself is not in front."""


class Following(Replaying):
    """Keeps `seen` up to date; `changed` says that the screen is not."""

    changed: bool = False
    flows: dict[str, Flow]
    _planned: str = ""
    _live: bool = False

    def follow(self) -> None:
        """Read until the attempt has ended."""
        self._follow()

    @work(exclusive=True, group="follow")
    async def _follow(self) -> None:
        try:
            await self._read()
        except (OSError, ValueError) as error:
            hint = f"It lies in {self.directory.path}"
            self.refuse(WizardError(f"The run cannot be read: {error}", hint))

    async def _read(self) -> None:
        if not self.seen.state.demo:
            request = await in_thread(getattr, self.directory, "request")
            self.seen.state.title, self.seen.state.demo, self.seen.state.target = (
                request.title, request.demo, request.target)
        while not self.feed.ended:
            heard = await in_thread(self.feed.read)
            if self.playback is not None:
                self.playback.add(heard)
            else:
                self._take(heard)
            if len(heard) < PIECE and not self.feed.ended:
                self._live = True
                await asyncio.sleep(POLL)

    def _take(self, heard: list[Heard]) -> None:
        for one in heard:
            self.seen.take(one)
        state = self.seen.state
        self.changed = self.changed or bool(heard)
        if state.plan and state.plan != self._planned:
            self._planned = state.plan
            self._read_flows()
        if state.finished is not None and heard:
            self._meet_end(state)

    def _meet_end(self, state: RunState) -> None:
        """The end of an attempt; of one before that which is followed, only until the next record."""
        if self.playback is None and not self.feed.ended:
            state.finished, state.now_doing = None, "starting"
            return
        self.asked_to_stop = False
        if self.playback is None and self._live:
            self._tell_end()

    @work(exclusive=True, group="flows")
    async def _read_flows(self) -> None:
        try:
            self.flows = await in_thread(flows, self.directory)
        except (OSError, ValueError, KeyError):  # a plan of another version: the tasks that are told of have no order
            self.flows = {}
        self.changed = True

    def _tell_end(self) -> None:
        state = self.seen.state
        ready = state.finished is not None and state.finished.status == "succeeded"
        text = f"{state.title or state.demo} {'is ready' if ready else 'is not ready'}."
        attract(self.app, text)
        if ready:
            self.notify(text, timeout=3, markup=False)
        elif self.app.screen is not self:
            self.notify(text, title="The run has ended", severity="error", timeout=STAYS, markup=False)
