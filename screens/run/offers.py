"""What can be done with a run where it stands: the buttons of its bar, and what Enter does."""

from __future__ import annotations

from dataclasses import dataclass

from screens.run.stage import Stage


@dataclass(frozen=True, slots=True)
class Offers:
    """`buttons` are labels by action, in the order of the bar; `enter` is the action that Enter does, maybe none."""

    buttons: dict[str, str]
    enter: str
    hint: str


def offers(at: Stage, *, owner: bool, back: str, skip: bool) -> Offers:
    """For a run that is followed. `back` says where one came from, `skip` whether a step could be left out."""
    if at is Stage.ASKING and owner:
        return Offers({"leave": "Leave it waiting", "cancel": "Stop", "approve": "Approve"}, "",
                      "a: approve · c: stop")
    if at is Stage.STOPPING:
        return Offers({"leave": "Leave"}, "", "cancelling… c again: leave")
    if not at.is_over:
        return Offers({"leave": "Leave it running", "cancel": "Cancel"}, "",
                      "c: cancel · esc: leave it running")
    if at is Stage.SUCCEEDED:
        return Offers({"leave": back, "results": "Results"}, "results", "Enter: see what was made")
    buttons = {"leave": back, **({"skip": "Skip step"} if skip else {}), "retry": "Try again"}
    rest = " · y: copy" if skip else ""
    return Offers(buttons, "retry", f"Enter: again{rest}")


def replayed(at: Stage, *, out: bool, paused: bool) -> Offers:
    """For a run that is played back; `out` at its end."""
    if not out:
        buttons = {"leave": "Back", "slower": "-", "pause": "On" if paused else "Pause", "faster": "+"}
        return Offers(buttons, "pause", "space: pause · + -: speed")
    if at is Stage.SUCCEEDED:
        return Offers({"leave": "Back", "again": "Again", "results": "Results"}, "results", "Enter: see what was made")
    return Offers({"leave": "Back", "again": "Again"}, "again", "Enter: play it again")
