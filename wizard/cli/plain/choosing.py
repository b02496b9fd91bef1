"""The questions that make a demo: where, which industry, whose, how large, and whatever else `--set` takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from wizard.cli.plain.asking import ask, choose, refused, say, wrong
from wizard.errors import UsageError
from wizard.spec.choices import Choices, Examined, number

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec

SANDBOX = "sandbox"
FIRST = "retail"
SIZES = ("small", "medium", "large")


def ask_target() -> str:
    """The sandbox, or a profile."""
    from wizard.workspace import profiles

    try:
        found = {one.name: one for one in profiles.listed() if one.name != SANDBOX}
    except UsageError as error:
        say(str(refused(error)))
        found = {}

    def other(answer: str) -> str:
        if answer != SANDBOX and answer not in found:
            try:
                profiles.require(answer)
            except UsageError as error:
                raise refused(error) from error
        return answer

    say("Where shall the demo be made?")
    offered = [(name, f"{one.host}, the default profile" if one.default else one.host) for name, one in found.items()]
    return choose("Target", [(SANDBOX, "on this machine, nothing to set up"), *offered], SANDBOX, other)


def ask_demo() -> Examined:
    """All the rest, of the loader's own mind at every step."""
    examined = _industry()
    examined = _company(examined)
    examined = _size(examined)
    while (more := _more(examined)) is not examined:
        examined = more
    return examined


def _industry() -> Examined:
    from wizard.spec.source import read, shipped

    found = {path.stem: _title(read(path)) for path in shipped()}
    options = sorted(found.items(), key=lambda item: (item[0] != FIRST, item[1]))
    say()
    say("Which industry? The path of a spec of your own will do, too.")
    return _examined(Choices.of(choose("Industry", options, FIRST, _that_loads)))


def _title(text: str) -> str:
    found = re.search(r"^title:[ \t]*(.+?)[ \t]*$", text, re.MULTILINE)
    return found[1].strip("\"'") if found else ""


def _that_loads(source: str) -> str:
    from wizard.spec.problems import SpecError

    try:
        _examined(Choices.of(source))
    except SpecError as error:
        raise wrong(error.problems) from error
    return source


def _company(examined: Examined) -> Examined:
    """Enter keeps the company of the spec, without setting it."""
    spec = _spec(examined)
    say()
    return ask("Whose demo is it? Company", spec.brand.company, _value(examined, "brand.company", spec.brand.company))


def _size(examined: Examined) -> Examined:
    spec = _spec(examined)
    sizes = ", ".join(f"{size} has {_rows(spec, size):,} rows" for size in SIZES)
    say()
    say(f"How large? {sizes}. A number is that of the rows of the largest table.")
    return ask("Size", str(spec.size), _value(examined, "size", str(spec.size)))


def _rows(spec: DemoSpec, size: str) -> int:
    sized = spec.model_copy(update={"size": size})
    return sum(sized.rows_of(table) for table in sized.tables)


def _value(examined: Examined, path: str, default: str) -> Callable[[str], Examined]:
    def read(answer: str) -> Examined:
        return examined if answer == default else _examined(examined.choices.put(path, number(answer)))

    return read


def _more(examined: Examined) -> Examined:
    """With one more value set, or the same if there is no more."""
    from wizard.spec.overrides import values
    from wizard.spec.problems import SpecError

    def read(answer: str) -> Examined:
        if not answer:
            return examined
        try:
            ((path, value),) = values([answer]).items()
        except SpecError as error:
            raise wrong(error.problems) from error
        return _examined(examined.choices.put(path, value))

    return ask("Anything else to set, such as brand.locale=de_DE or seed=7? Enter for nothing", "", read)


def _examined(choices: Choices) -> Examined:
    """Raises RefusedError unless they amount to a spec."""
    examined = choices.examine()
    if examined.spec is None:
        raise wrong(examined.problems)
    return examined


def _spec(examined: Examined) -> DemoSpec:
    assert examined.spec is not None  # noqa: S101  others are refused
    return examined.spec
