"""What can be done, in the command palette: every key of the screen and of the app, with its explanation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from textual.binding import Binding
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from screens.modals.once import Once


class Palette(CommandPalette, Once[None]):
    """Textual's own, which Enter pressed twice would break."""


class ScreenCommands(Provider):
    """The actions of the screen that the palette was opened from; what cannot be done now is left out."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for binding, run in self._actions():
            yield DiscoveryHit(binding.description, run, help=_help(binding))

    async def search(self, query: str) -> Hits:
        """Those whose words match."""
        matcher = self.matcher(query)
        for binding, run in self._actions():
            score = matcher.match(f"{binding.description} {binding.tooltip}")
            if score > 0:
                yield Hit(score, matcher.highlight(binding.description), run, help=_help(binding))

    def _actions(self) -> Iterator[tuple[Binding, Callable[[], Awaitable[object]]]]:
        """Keys that only move something on the screen have no id, or no word."""
        told: set[str] = set()
        for node in (self.screen, self.app):
            for _, binding in node._bindings:  # noqa: SLF001  Textual has no other way to ask for them
                if binding.id and binding.description and binding.action not in told and _can(node, binding):
                    told.add(binding.action)
                    yield binding, partial(node.run_action, binding.action)


def _can(node: DOMNode, binding: Binding) -> bool:
    return node.check_action(binding.action.partition("(")[0].rpartition(".")[2], ()) is True


def _help(binding: Binding) -> str:
    return f"{binding.tooltip}  ({binding.key})" if binding.tooltip else binding.key
