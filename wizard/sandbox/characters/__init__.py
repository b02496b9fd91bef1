"""What sort of workspace the sandbox is: the convenient one, or one of the awkward ones that people really meet.

A character is data: who is there, what exists, what may be done, where the limits are. The parts of the sandbox ask it
and refuse in the service's words, so that a client meets here what it would meet there. Nothing here imports a web
framework: the command line reads it for its help.
"""

from __future__ import annotations

from wizard.sandbox.characters.default_storage import DEFAULT_STORAGE
from wizard.sandbox.characters.free_edition import FREE_EDITION
from wizard.sandbox.characters.locked_down import LOCKED_DOWN
from wizard.sandbox.characters.model import Character
from wizard.sandbox.characters.no_unity_catalog import NO_UNITY_CATALOG
from wizard.sandbox.characters.standard import STANDARD

CHARACTERS = {found.name: found for found in (STANDARD, FREE_EDITION, DEFAULT_STORAGE, LOCKED_DOWN, NO_UNITY_CATALOG)}

__all__ = ["CHARACTERS", "STANDARD", "Character"]
