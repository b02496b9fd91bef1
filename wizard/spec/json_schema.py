"""The spec's JSON Schema, for editors: they complete keys, show descriptions and underline mistakes.

`specs/spec.schema.json` holds the same text, next to the shipped specs whose first line names it; a test keeps the two
alike. The schema says less than the checks: what refers to what cannot be written in it.
"""

from __future__ import annotations

import json
from typing import Any

from wizard.spec.model import DemoSpec

FILE_NAME = "spec.schema.json"


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:demo-wizard:spec:1",
        **DemoSpec.model_json_schema(by_alias=True),
        "title": "Demo Wizard spec, version 1",
        "description": "What a demo is: its tables, views, quality rules, grants and jobs.",
    }


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
