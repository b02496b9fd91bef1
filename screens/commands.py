"""What a screen can do, in the command palette: every key of its own that has a word, with its explanation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider


class ScreenCommands(Provider):
    """The actions of the screen that the palette was opened from; what cannot be done now is left out."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for binding in self._actions():
            run = partial(self.screen.run_action, binding.action)
            yield DiscoveryHit(binding.description, run, help=_help(binding))

    async def search(self, query: str) -> Hits:
        """Those whose words match."""
        matcher = self.matcher(query)
        for binding in self._actions():
            score = matcher.match(f"{binding.description} {binding.tooltip}")
            if score > 0:
                run = partial(self.screen.run_action, binding.action)
                yield Hit(score, matcher.highlight(binding.description), run, help=_help(binding))

    def _actions(self) -> Iterator[Binding]:
        """Keys that only move something on the screen have no id, or no word."""
        told: set[str] = set()
        for _, binding in self.screen._bindings:  # noqa: SLF001  Textual has no other way to ask for them
            if binding.id and binding.description and binding.action not in told and self._can(binding):
                told.add(binding.action)
                yield binding

    def _can(self, binding: Binding) -> bool:
        return self.screen.check_action(binding.action.partition("(")[0].rpartition(".")[2], ()) is True


def _help(binding: Binding) -> str:
    return f"{binding.tooltip}  ({binding.key})" if binding.tooltip else binding.key
