"""The keys of a run that is played back."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from screens.run.acting import Acting


class Replaying(Acting):
    """Speed and pause; without a playback these keys do nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", "Pause", id="run.pause", show=False, tooltip="Pause the replay, or go on with it"),
        Binding("plus,equals_sign", "faster", "Faster", id="run.faster", show=False, tooltip="Replay faster"),
        Binding("minus", "slower", "Slower", id="run.slower", show=False, tooltip="Replay slower"),
    ]  # fmt: skip

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Not for a run that is followed as it happens."""
        if action in ("pause", "faster", "slower", "again"):
            return True if self.playback is not None else None
        return super().check_action(action, parameters)

    def action_pause(self) -> None:
        """Stop the clock, or start it."""
        if self.playback is not None:
            self.playback.paused = not self.playback.paused
            self.draw()

    def action_faster(self) -> None:
        """The next speed."""
        self._change(1)

    def action_slower(self) -> None:
        """The speed before."""
        self._change(-1)

    def _change(self, by: int) -> None:
        if self.playback is not None:
            self.playback.change(by)
            self.draw()
