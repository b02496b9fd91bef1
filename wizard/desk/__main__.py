"""The desk's process: `python -m wizard.desk`, started by `wizard.desk.client` and by nobody else.

Every question gets a daemon thread, so that one that hangs holds up no other. The first thing done is to move the
pipes to descriptors that no library knows: whatever is printed ends up in the log. When the app is gone, however it
ended, its end of the pipe is closed, and this process leaves at once.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, NoReturn, cast

from wizard import locations
from wizard.desk import wire
from wizard.errors import WizardError
from wizard.scrub import ScrubbedStream, scrub

Answers = Mapping[type, Callable[[Any], object]]
"""Who answers questions of which type."""


def main(answers: Answers | None = None) -> NoReturn:
    """Answer until nobody asks any more. Without `answers`: those of `wizard.desk.answers`."""
    questions, told = _private_pipes()
    signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN, which children would inherit
    sys.stdout = sys.stderr = cast("Any", ScrubbedStream(sys.stderr))
    serve(questions, told, _real_answers() if answers is None else answers)
    os._exit(0)


def serve(questions: BinaryIO, told: BinaryIO, answers: Answers) -> None:
    """Answer what is asked, side by side, until the questions end."""
    lock = threading.Lock()

    def work(number: int, question: bytes) -> None:
        payload = _payload(question, answers)
        with lock:
            wire.send(told, number, payload)

    while frame := wire.receive(questions):
        threading.Thread(target=work, args=frame, daemon=True).start()


def _payload(question: bytes, answers: Answers) -> bytes:
    """The answer, or the error instead of it: never an exception."""
    try:
        asked = wire.opened(question)
        return wire.answered(answers[type(asked)](asked))
    except WizardError as error:
        traceback.print_exc()
        error.message, error.hint = scrub(error.message), scrub(error.hint)
        return wire.refused(error)
    except BaseException as error:  # whoever asked must learn of it
        traceback.print_exc()
        return wire.refused(WizardError(
            scrub(f"Something unexpected happened: {type(error).__name__}: {error}"),
            f"The traceback is in {locations.desk_log()}",
        ))  # fmt: skip


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Our two pipes, under descriptors that no child process inherits; the usual ones become nothing and the log."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return questions, answers


def _real_answers() -> Answers:
    from wizard.desk.answers import ANSWERS, prepare

    threading.Thread(target=prepare, name="prepare", daemon=True).start()
    return ANSWERS


if __name__ == "__main__":
    main()
