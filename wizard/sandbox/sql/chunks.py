"""A result cut into the pieces that the statement API hands out, with the manifest that describes them.

Databricks docs, "Statement execution": an INLINE result has at most 25 MiB and comes in chunks, each with a link to the
next; every value is a string.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from wizard.sandbox.sql import types
from wizard.sandbox.sql.errors import SqlError
from wizard.sandbox.sql.result import Column, Result, Row

INLINE_BYTES = 25 * 1024 * 1024
CHUNK_ROWS = 10_000
CHUNK_BYTES = 4 * 1024 * 1024
_AROUND_A_CELL = 3  # two quotes and a comma


@dataclass(frozen=True, slots=True)
class Chunks:
    """The rows of a result in pieces; `size` is roughly their length as JSON, in bytes."""

    columns: list[Column]
    pieces: list[list[Row]]
    truncated: bool
    size: int

    @property
    def total_rows(self) -> int:
        """The rows of all pieces."""
        return sum(len(piece) for piece in self.pieces)

    def manifest(self) -> dict[str, Any]:
        """Return the API's ResultManifest."""
        listed = [
            {"chunk_index": index, "row_offset": self._offset(index), "row_count": len(piece)}
            for index, piece in enumerate(self.pieces)
        ]
        return {
            "format": "JSON_ARRAY",
            "schema": {
                "column_count": len(self.columns),
                "columns": [_column(column, position) for position, column in enumerate(self.columns)],
            },
            "total_chunk_count": len(self.pieces), "chunks": listed, "total_row_count": self.total_rows,
            "truncated": self.truncated,
        }  # fmt: skip

    def chunk(self, index: int, statement_id: str) -> dict[str, Any]:
        """Return the API's ResultData for one piece, empty for a result without rows."""
        if not self.pieces:
            return {}
        piece = self.pieces[index]
        data: dict[str, Any] = {
            "chunk_index": index, "row_offset": self._offset(index), "row_count": len(piece), "data_array": piece,
        }  # fmt: skip
        if index + 1 < len(self.pieces):
            data["next_chunk_index"] = index + 1
            data["next_chunk_internal_link"] = f"/api/2.0/sql/statements/{statement_id}/result/chunks/{index + 1}"
        return data

    def _offset(self, index: int) -> int:
        return sum(len(piece) for piece in self.pieces[:index])


def cut(result: Result, byte_limit: int | None = None) -> Chunks:
    """Cut a result into chunks.

    A result over `byte_limit` is truncated there; without one, a result too large to be sent inline raises SqlError.
    """
    pieces: list[list[Row]] = []
    total = piece_size = 0
    truncated = result.truncated
    for row in result.rows:
        size = sum(len(cell or "") + _AROUND_A_CELL for cell in row)
        if byte_limit is not None and total + size > byte_limit:
            truncated = True
            break
        if not pieces or len(pieces[-1]) >= CHUNK_ROWS or piece_size + size > CHUNK_BYTES:
            pieces.append([])
            piece_size = 0
        pieces[-1].append(row)
        total, piece_size = total + size, piece_size + size
    if total > INLINE_BYTES:
        raise SqlError("BAD_REQUEST", "Inline byte limit exceeded. Statements executed with disposition=INLINE can "
                       f"have a result size of at most {INLINE_BYTES} bytes. Please execute the statement with "
                       "disposition=EXTERNAL_LINKS if you want to download the full result.", "54000")  # fmt: skip
    return Chunks(result.columns, pieces, truncated, total)


def _column(column: Column, position: int) -> dict[str, Any]:
    info: dict[str, Any] = {
        "name": column.name, "type_text": types.manifest_text(column.type_text),
        "type_name": types.type_name(column.type_text), "position": position,
    }  # fmt: skip
    if found := re.fullmatch(r"decimal\((\d+),(\d+)\)", column.type_text):
        info |= {"type_precision": int(found.group(1)), "type_scale": int(found.group(2))}
    return info
