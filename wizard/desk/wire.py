"""How questions and answers travel between the two processes: frames of a number, a length and a pickle.

Both ends are this program, started one by the other and joined by pipes that nobody else holds, which is what makes
pickles safe here. An error travels as its class and state, since not every error can be made anew from its message.
"""

from __future__ import annotations

import pickle
import struct
from typing import Any, BinaryIO

from wizard.errors import WizardError

_HEADER = struct.Struct(">QQ")


def send(stream: BinaryIO, number: int, payload: bytes) -> None:
    """Write one frame."""
    stream.write(_HEADER.pack(number, len(payload)) + payload)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[int, bytes] | None:
    """The next frame's number and payload; None when the other side is gone, in the middle of a frame as well."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    number, length = _HEADER.unpack(header)
    payload = stream.read(length)
    return (number, payload) if len(payload) == length else None


def answered(value: object) -> bytes:
    """The payload of a question, or of its answer."""
    return pickle.dumps((True, value), pickle.HIGHEST_PROTOCOL)


def refused(error: WizardError) -> bytes:
    """The payload of an error."""
    return pickle.dumps((False, (type(error), vars(error))), pickle.HIGHEST_PROTOCOL)


def opened(payload: bytes) -> Any:
    """What is in a payload. Raises the error if it is one."""
    ok, value = pickle.loads(payload)  # noqa: S301  see above
    if ok:
        return value
    raise _rebuilt(*value)


def _rebuilt(kind: type[WizardError], state: dict[str, object]) -> WizardError:
    error = kind.__new__(kind)
    vars(error).update(state)
    error.args = (error.message,)
    return error
