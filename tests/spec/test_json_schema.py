"""The schema that editors use: a file beside the shipped specs, the same as the models say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import specs
from wizard.spec import schema
from wizard.spec.json_schema import FILE_NAME, text

FILE = Path(next(iter(specs.__path__))) / FILE_NAME


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
    for inner in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from nodes(inner)


def test_the_file_beside_the_specs_is_up_to_date() -> None:
    hint = f"run: python -c 'from wizard.spec.json_schema import text; print(text(), end=\"\")' > specs/{FILE_NAME}"
    assert FILE.read_text(encoding="utf-8") == text(), hint


def test_it_names_its_draft_and_itself() -> None:
    found = schema()
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"]
    assert found["title"]
    assert json.loads(text()) == found


def test_every_reference_leads_somewhere() -> None:
    found = schema()
    targets = {node["$ref"] for node in nodes(found) if "$ref" in node}
    assert targets
    assert targets == {f"#/$defs/{name}" for name in found["$defs"]}


def test_every_model_is_closed_and_described() -> None:
    for name, model in schema()["$defs"].items():
        if model.get("type") == "object":
            assert model["additionalProperties"] is False, name
            assert model["description"], name


def test_every_top_level_key_is_described() -> None:
    for name, node in schema()["properties"].items():
        assert node.get("description"), name
