"""Stands in for the desk where a test is about a screen: answers are given by type of question."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar, cast

from wizard.desk.client import Desk
from wizard.desk.questions import Question
from wizard.errors import WizardError

T = TypeVar("T")
Answer = Any | Callable[[Any], Any]


class FakeDesk(Desk):
    """`answers` by type of question: a value, an error to raise, or a function of the question.

    A question without an answer hangs, as a workspace does that cannot be reached. `asked` are all questions so far.
    """

    def __init__(self, answers: dict[type[Question[Any]], Answer] | None = None) -> None:
        self.answers = answers or {}
        self.asked: list[Question[Any]] = []
        self.closed = False

    def start(self) -> None:
        """There is no process."""

    async def ask(self, question: Question[T]) -> T:
        self.asked.append(question)
        if type(question) not in self.answers:
            await asyncio.Event().wait()
        answer = self.answers[type(question)]
        found = answer(question) if callable(answer) else answer
        if isinstance(found, WizardError):
            raise found
        return cast("T", found)

    def close(self) -> None:
        self.closed = True
