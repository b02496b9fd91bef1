"""Files, notebooks and folders of the workspace, as `w.workspace` and the databricks CLI call them.

A notebook is a source file with a mark in its first line; importing decides by format, content and extension whether
a path becomes one. Formats that need a converter (DBC, HTML, JUPYTER, R_MARKDOWN) are refused.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from starlette.responses import Response

from wizard.sandbox import multipart, workspace_tree
from wizard.sandbox.api import ApiError, Call, Json, Service, invalid

service = Service("/api/2.0")
_COMMENT = {"PYTHON": "#", "R": "#", "SQL": "--", "SCALA": "//"}
_EXTENSION = {".py": "PYTHON", ".sql": "SQL", ".scala": "SCALA", ".r": "R"}
_MARK = "Databricks notebook source"
_LARGEST_NOTEBOOK = 10 * 1024 * 1024


@dataclass(frozen=True)
class _Import:
    path: str
    content: bytes
    format: str
    language: str
    overwrite: bool


@service.get("/workspace/get-status")
def get_status(call: Call) -> Json:
    """Return what lies at a path."""
    found = workspace_tree.find(call.sandbox, call.principal, call.query.get("path", ""))
    answer = workspace_tree.describe(call.sandbox, found)
    if found.object_type == "NOTEBOOK" and call.flag("return_export_info"):
        answer["repos_export_format"] = "SOURCE"
    return answer


@service.get("/workspace/list")
def list_folder(call: Call) -> Json:
    """List a folder, or the file itself."""
    found = workspace_tree.find(call.sandbox, call.principal, call.query.get("path", ""))
    shown = [found]
    if found.object_type == "DIRECTORY":
        shown = workspace_tree.children(call.sandbox, call.principal, found)
    # The service leaves `objects` out of the answer for an empty folder.
    return {"objects": [workspace_tree.describe(call.sandbox, file) for file in shown]} if shown else {}


@service.post("/workspace/mkdirs")
def make_folders(call: Call) -> Json:
    """Make a folder and those above it."""
    workspace_tree.make_folders(call.sandbox, call.principal, call.text("path"))
    return {}


@service.post("/workspace/import")
def import_object(call: Call) -> Json:
    """Import a file or notebook from base64 in JSON, or from a form."""
    _store(call, _read_form(call) if "multipart" in call.headers.get("content-type", "") else _read_json(call))
    return {}


@service.post("/workspace-files/import-file/{path:path}")
def import_file(call: Call) -> Json:
    """Import the body as it is; the path comes percent-encoded, its first slash included or not."""
    wish = _Import(f"/{call.path['path']}", call.raw, "AUTO", "", call.flag("overwrite"))
    _store(call, wish, conflict=409)
    return {}


@service.get("/workspace/export")
def export(call: Call) -> Json | Response:
    """Return a file's or notebook's content, in base64 or, with direct_download, as it is."""
    found = workspace_tree.find(call.sandbox, call.principal, call.query.get("path", ""))
    wanted = call.query.get("format", "SOURCE")
    if found.object_type == "DIRECTORY" or wanted not in ("SOURCE", "AUTO", "RAW"):
        raise invalid(f"Exporting {found.object_type} {found.path} in format {wanted} is not supported.")
    content = found.read()
    if call.flag("direct_download"):
        return Response(content, media_type="application/octet-stream")
    kind = {language: name[1:] for name, language in _EXTENSION.items()}.get(found.language)
    return {"content": base64.b64encode(content).decode(), "file_type": kind or found.place.suffix[1:] or "file"}


@service.post("/workspace/delete")
def delete(call: Call) -> Json:
    """Delete a file, notebook or folder."""
    workspace_tree.delete(call.sandbox, call.principal, call.text("path"), call.flag("recursive"))
    return {}


def _read_json(call: Call) -> _Import:
    try:
        content = base64.b64decode(str(call.body.get("content") or ""), validate=True)
    except binascii.Error:
        raise invalid("Field content must be base64.") from None
    body = call.body
    return _Import(call.text("path"), content, str(body.get("format") or "SOURCE"), str(body.get("language") or ""),
                   call.flag("overwrite"))  # fmt: skip


def _read_form(call: Call) -> _Import:
    parts = multipart.fields(call.headers["content-type"], call.raw)
    texts = {name: value.decode(errors="replace") for name, value in parts.items() if name != "content"}
    return _Import(texts.get("path", ""), parts.get("content", b""), texts.get("format") or "SOURCE",
                   texts.get("language", ""), texts.get("overwrite", "") == "true")  # fmt: skip


def _store(call: Call, wish: _Import, conflict: int = 400) -> None:
    path, language = wish.path, ""
    if wish.format == "AUTO":
        path, language = _guess(wish)
    elif wish.format == "SOURCE":
        language = wish.language
        if language not in _COMMENT:
            raise invalid("A notebook in SOURCE format needs a language; use format AUTO or RAW for other files.")
    elif wish.format != "RAW":
        raise invalid(f"Importing format {wish.format} is not supported; use SOURCE, AUTO or RAW.")
    content = wish.content
    if language:
        content = _marked(content, language)
        if len(content) > _LARGEST_NOTEBOOK:
            raise ApiError(400, "MAX_NOTEBOOK_SIZE_EXCEEDED", f"Notebook {path} is larger than 10 MB.")
    workspace_tree.write(
        call.sandbox, call.principal, path, content, object_type="NOTEBOOK" if language else "FILE",
        language=language, overwrite=wish.overwrite, conflict=conflict,
    )  # fmt: skip


def _guess(wish: _Import) -> tuple[str, str]:
    """Return path and language: a marked source file is a notebook and loses its extension, all else is a file."""
    for extension, language in _EXTENSION.items():
        if wish.path.lower().endswith(extension) and wish.content.startswith(_mark(language)):
            return wish.path[: -len(extension)], language
    return wish.path, ""


def _marked(content: bytes, language: str) -> bytes:
    return content if content.startswith(_mark(language)) else _mark(language) + b"\n" + content


def _mark(language: str) -> bytes:
    return f"{_COMMENT[language]} {_MARK}".encode()
