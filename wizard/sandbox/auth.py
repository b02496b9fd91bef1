"""Bearer tokens: who may talk to the sandbox, and as whom.

The sandbox runs beside other users' processes on the same machine, so loopback alone is no protection. Every
principal has a random token; they lie in one file that only the owner of the sandbox can read. The engine's token
exists in memory only: it opens the catalog without privilege checks, and no client has a use for it.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.sandbox import directory
from wizard.sandbox.api import ApiError, Principal

if TYPE_CHECKING:
    from wizard.sandbox.store import Store

TOKEN_FILE = "tokens.json"  # noqa: S105


class Tokens:
    """The tokens of this sandbox, by principal and back."""

    def __init__(self, home: Path, store: Store) -> None:
        self._path = home / TOKEN_FILE
        self._store = store
        self._lock = threading.Lock()
        self._by_name = read(home)
        self.engine = secrets.token_hex(16)
        self.mint(directory.OWNER)

    def mint(self, name: str) -> str:
        """Return the token of a user or service principal, made now if there is none. 404 for a stranger."""
        found = directory.principal(self._store, name)
        if not found:
            raise ApiError(404, "RESOURCE_DOES_NOT_EXIST", f"User {name} does not exist.")
        with self._lock:
            if found.user_name not in self._by_name:
                self._by_name[found.user_name] = "dapi" + secrets.token_hex(16)
                self._save()
            return self._by_name[found.user_name]

    def principal(self, header: str) -> Principal:
        """Return who an Authorization header speaks for. Raises 401 without a valid token."""
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            message = "Credential was not sent or was of an unsupported type for this API."
            raise ApiError(401, "UNAUTHENTICATED", message)
        if secrets.compare_digest(token.encode(), self.engine.encode()):
            return directory.ENGINE
        for name, known in list(self._by_name.items()):
            if secrets.compare_digest(token.encode(), known.encode()):
                found = directory.principal(self._store, name)
                if found:
                    return found
        raise ApiError(401, "UNAUTHENTICATED", "Invalid access token.")

    def _save(self) -> None:
        # Made with its final mode: at no moment can anybody else read it.
        draft = self._path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(self._by_name, file, indent=1)
        draft.replace(self._path)


def read(home: Path) -> dict[str, str]:
    """Return the tokens by principal, empty for a sandbox that never ran."""
    try:
        found = json.loads((home / TOKEN_FILE).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return {str(name): str(token) for name, token in found.items()}
