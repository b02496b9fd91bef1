"""A result cut into the pieces that the statement API hands out, with the manifest that describes them.

Databricks docs, "Statement execution": an INLINE result has at most 25 MiB and comes in chunks, each with a link to the
next; every value is a string.
"""

from __future__ import annotations

import json
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
class Piece:
    """Some rows of a result as JSON text: a tenth of the memory that they would take as Python lists."""

    offset: int
    rows: int
    text: bytes


@dataclass(frozen=True, slots=True)
class Chunks:
    """The rows of a result in pieces."""

    columns: list[Column]
    pieces: list[Piece]
    truncated: bool

    @property
    def total_rows(self) -> int:
        """The rows of all pieces."""
        return sum(piece.rows for piece in self.pieces)

    @property
    def size(self) -> int:
        """The bytes of all pieces."""
        return sum(len(piece.text) for piece in self.pieces)

    def manifest(self) -> dict[str, Any]:
        """Return the API's ResultManifest."""
        listed = [
            {"chunk_index": index, "row_offset": piece.offset, "row_count": piece.rows}
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

    def chunk(self, index: int, statement_id: str) -> bytes:
        """Return the API's ResultData for one piece as JSON text, an empty object for a result without rows."""
        if not self.pieces:
            return b"{}"
        piece = self.pieces[index]
        head: dict[str, Any] = {"chunk_index": index, "row_offset": piece.offset, "row_count": piece.rows}
        if index + 1 < len(self.pieces):
            head["next_chunk_index"] = index + 1
            head["next_chunk_internal_link"] = f"/api/2.0/sql/statements/{statement_id}/result/chunks/{index + 1}"
        return with_field(head, "data_array", piece.text)


def with_field(head: dict[str, Any], name: str, text: bytes) -> bytes:
    """Return an object that is not empty as JSON text, with one more field whose value is JSON text already."""
    return b'%s,"%s":%s}' % (_json(head)[:-1], name.encode(), text)


def cut(result: Result, byte_limit: int | None = None) -> Chunks:
    """Cut a result into chunks.

    A result over `byte_limit` is truncated there; without one, a result too large to be sent inline raises SqlError.
    """
    rows, truncated = _limited(result.rows, byte_limit)
    pieces: list[Piece] = []
    waiting: list[Row] = []
    size = total = 0
    for row in rows:
        length = _length(row)
        if waiting and (len(waiting) >= CHUNK_ROWS or size + length > CHUNK_BYTES):
            pieces.append(_piece(pieces, waiting))
            waiting, size = [], 0
        waiting.append(row)
        size, total = size + length, total + length
    if total > INLINE_BYTES:
        raise SqlError("BAD_REQUEST",
                       "Inline byte limit exceeded. Statements executed with disposition=INLINE can have a result "
                       f"size of at most {INLINE_BYTES} bytes. Please execute the statement with "
                       "disposition=EXTERNAL_LINKS if you want to download the full result.", "54000")  # fmt: skip
    if waiting:
        pieces.append(_piece(pieces, waiting))
    return Chunks(result.columns, pieces, result.truncated or truncated)


def _limited(rows: list[Row], byte_limit: int | None) -> tuple[list[Row], bool]:
    """Return the rows that fit into a number of bytes, and whether some did not."""
    total = 0
    for count, row in enumerate(rows):
        total += _length(row)
        if byte_limit is not None and total > byte_limit:
            return rows[:count], True
    return rows, False


def _length(row: Row) -> int:
    return sum(len(cell or "") + _AROUND_A_CELL for cell in row)


def _piece(before: list[Piece], rows: list[Row]) -> Piece:
    offset = before[-1].offset + before[-1].rows if before else 0
    return Piece(offset, len(rows), _json(rows))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _column(column: Column, position: int) -> dict[str, Any]:
    info: dict[str, Any] = {
        "name": column.name, "type_text": types.manifest_text(column.type_text),
        "type_name": types.type_name(column.type_text), "position": position,
    }  # fmt: skip
    if found := re.fullmatch(r"decimal\((\d+),(\d+)\)", column.type_text):
        info |= {"type_precision": int(found.group(1)), "type_scale": int(found.group(2))}
    return info
