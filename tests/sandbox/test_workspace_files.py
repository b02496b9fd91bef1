"""Workspace files through the SDK and as the databricks CLI sends them."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from databricks.sdk import WorkspaceClient, errors
from databricks.sdk.service.workspace import ExportFormat, ImportFormat, Language, ObjectType
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox.conftest import Answer, ClientAs
from wizard.sandbox import multipart, workspace_tree
from wizard.sandbox.api import ApiError
from wizard.sandbox.lifecycle import Running

Http = Callable[..., Answer]
HOME = "/Users/owner@example.com"
NOTEBOOK = b"# Databricks notebook source\nprint(1)\n"
BINARY = bytes(range(256)) + b"\r\n--x\r\n\r\n"


@pytest.fixture
def folder(client: WorkspaceClient, request: pytest.FixtureRequest) -> Iterator[str]:
    name = f"{HOME}/{request.node.name[:40]}"
    client.workspace.mkdirs(name)
    yield name
    client.workspace.delete(name, recursive=True)


def test_every_user_has_a_home(client_as: ClientAs) -> None:
    for user in ("owner@example.com", "ana@example.com"):
        found = client_as(user).workspace.get_status(f"/Workspace/Users/{user}")
        assert (found.object_type, found.path) == (ObjectType.DIRECTORY, f"/Users/{user}")


@pytest.mark.parametrize("content", [b"", b"text\n", BINARY])
def test_what_is_uploaded_is_downloaded(client: WorkspaceClient, folder: str, content: bytes) -> None:
    path = f"{folder}/file.bin"
    client.workspace.upload(path, io.BytesIO(content), format=ImportFormat.RAW)
    assert client.workspace.download(path).read() == content
    exported = client.workspace.export(path, format=ExportFormat.SOURCE)
    assert base64.b64decode(exported.content or "") == content
    found = client.workspace.get_status(f"/Workspace{path}")
    assert (found.object_type, found.size, found.path) == (ObjectType.FILE, len(content), path)
    assert found.resource_id == str(found.object_id)


def test_formats_decide_what_becomes_a_notebook(client: WorkspaceClient, folder: str) -> None:
    client.workspace.upload(f"{folder}/nb.py", NOTEBOOK, format=ImportFormat.AUTO)
    client.workspace.upload(f"{folder}/script.py", b"print(1)\n", format=ImportFormat.AUTO)
    client.workspace.upload(f"{folder}/query", b"SELECT 1", language=Language.SQL)
    raw = base64.b64encode(NOTEBOOK).decode()
    client.workspace.import_(f"{folder}/raw.py", content=raw, format=ImportFormat.RAW)
    told = {
        (found.path or "").rpartition("/")[2]: (found.object_type, found.language)
        for found in client.workspace.list(folder)
    }
    assert told == {
        "nb": (ObjectType.NOTEBOOK, Language.PYTHON), "script.py": (ObjectType.FILE, None),
        "query": (ObjectType.NOTEBOOK, Language.SQL), "raw.py": (ObjectType.FILE, None),
    }  # fmt: skip
    assert client.workspace.download(f"{folder}/query").read() == b"-- Databricks notebook source\nSELECT 1"
    with pytest.raises(errors.DatabricksError, match="needs a language"):
        client.workspace.upload(f"{folder}/x.txt", b"x")
    with pytest.raises(errors.InvalidParameterValue):
        client.workspace.import_(f"{folder}/x", content="%%%", format=ImportFormat.RAW)


def test_overwriting_is_asked_for_and_keeps_the_kind(client: WorkspaceClient, folder: str) -> None:
    path = f"{folder}/a"
    client.workspace.upload(path, b"1", format=ImportFormat.RAW)
    before = client.workspace.get_status(path).object_id
    with pytest.raises(errors.ResourceAlreadyExists):
        client.workspace.upload(path, b"2", format=ImportFormat.RAW)
    client.workspace.upload(path, b"2", format=ImportFormat.RAW, overwrite=True)
    assert client.workspace.download(path).read() == b"2"
    assert client.workspace.get_status(path).object_id == before
    with pytest.raises(errors.DatabricksError, match="type mismatch"):
        client.workspace.upload(path, b"2", language=Language.SQL, overwrite=True)


def test_listing_and_deleting_folders(client: WorkspaceClient, folder: str) -> None:
    client.workspace.mkdirs(f"{folder}/a/b")
    assert list(client.workspace.list(f"{folder}/a/b")) == []
    client.workspace.upload(f"{folder}/a/b/f", b"1", format=ImportFormat.RAW)
    assert [found.path for found in client.workspace.list(folder, recursive=True)] == [f"{folder}/a/b/f"]
    with pytest.raises(errors.BadRequest) as error:
        client.workspace.delete(f"{folder}/a")
    assert error.value.error_code == "DIRECTORY_NOT_EMPTY"
    with pytest.raises(errors.ResourceAlreadyExists):
        client.workspace.mkdirs(f"{folder}/a/b/f/g")
    client.workspace.delete(f"{folder}/a", recursive=True)
    with pytest.raises(errors.ResourceDoesNotExist, match=r"Path \(.*/a\) doesn't exist"):
        client.workspace.get_status(f"{folder}/a")
    with pytest.raises(errors.ResourceDoesNotExist):
        client.workspace.delete(f"{folder}/a")
    with pytest.raises(errors.ResourceDoesNotExist):
        client.workspace.upload(f"{folder}/no/parent", b"1", format=ImportFormat.RAW)
    for protected in (HOME, "/Users", "/"):
        with pytest.raises(errors.PermissionDenied):
            client.workspace.delete(protected, recursive=True)


def test_the_cli_s_import_of_raw_bodies(http: Http, client: WorkspaceClient, folder: str) -> None:
    def put(path: str, overwrite: str = "false", content: bytes = b'{"ID": 1}') -> Answer:
        where = f"/api/2.0/workspace-files/import-file/{quote(path, safe='')}"
        return http("POST", f"{where}?overwrite={overwrite}", content)

    assert put(f"/Workspace{folder}/no/lock").status == 404
    assert put(f"/Workspace{folder}/deploy.lock").status == 200
    assert put(f"/Workspace{folder}/deploy.lock").status == 409
    assert put(f"/Workspace{folder}/deploy.lock", "true", b"2").status == 200
    assert client.workspace.download(f"{folder}/deploy.lock").read() == b"2"
    assert put(f"{folder}/nb.py", content=NOTEBOOK).status == 200
    status = http("GET", f"/api/2.0/workspace/get-status?return_export_info=true&path={quote(f'{folder}/nb')}")
    assert status.body["repos_export_format"] == "SOURCE"


def test_people_write_at_home_and_in_shared_and_nowhere_else(client: WorkspaceClient, client_as: ClientAs) -> None:
    ana, dev = client_as("ana@example.com"), client_as("dev@example.com")
    for place in ("/Users/ana@example.com/x", "/Shared/x"):
        ana.workspace.mkdirs(place)
        ana.workspace.upload(f"{place}/f", b"1", format=ImportFormat.RAW)
    for place in (HOME, "/Users", "/", "/Anywhere"):
        with pytest.raises(errors.PermissionDenied):
            ana.workspace.mkdirs(f"{place.rstrip('/')}/y")
    assert dev.workspace.download("/Shared/x/f").read() == b"1"
    with pytest.raises(errors.ResourceDoesNotExist):
        dev.workspace.download("/Users/ana@example.com/x/f")
    assert [found.path for found in dev.workspace.list("/Users")] == ["/Users/dev@example.com"]
    for place in ("/Users/ana@example.com/x", "/Shared/x"):
        client.workspace.delete(place, recursive=True)


@pytest.mark.parametrize(
    "path", ["relative", "", "/../../etc", f"{HOME}/../ana@example.com/f", f"{HOME}/a\x00b", f"{HOME}/./f", "/a\nb"]
)
def test_doubtful_paths_are_refused(client: WorkspaceClient, path: str) -> None:
    for call in (client.workspace.mkdirs, client.workspace.get_status, client.workspace.delete):
        with pytest.raises(errors.InvalidParameterValue):
            call(path)


def test_links_that_a_task_left_behind_lead_nowhere(client: WorkspaceClient, sandbox: Running, folder: str) -> None:
    place = sandbox.home / "workspace" / folder.lstrip("/")
    (place / "out").symlink_to("/etc")
    with pytest.raises(errors.InvalidParameterValue, match="symbolic link"):
        client.workspace.download(f"{folder}/out/passwd")
    assert list(client.workspace.list(folder)) == []


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_path_stays_below_the_root_whatever_is_asked(text: str) -> None:
    try:
        path = workspace_tree.normalize(f"/{text}")
    except ApiError:
        return
    assert path.startswith("/")
    assert not {"..", ".", ""} & set(path.split("/")[1:]) or path == "/"


@given(st.binary(max_size=200))
def test_a_form_gives_back_any_content(content: bytes) -> None:
    raw = (
        b'--b0und\r\nContent-Disposition: form-data; name="path"\r\n\r\n/x\r\n--b0und\r\nContent-Disposition: '
        b'form-data; name="content"; filename="content"\r\n\r\n' + content + b"\r\n--b0und--\r\n"
    )
    if b"--b0und" not in content:
        assert multipart.fields("multipart/form-data; boundary=b0und", raw) == {"path": b"/x", "content": content}
