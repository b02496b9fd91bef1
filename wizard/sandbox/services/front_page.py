"""What somebody sees who opens the sandbox's address, or a link to a job run, in a browser.

It answers without a token and tells nothing about what is in the workspace: only what this is and how to reach it.
"""

from __future__ import annotations

from starlette.responses import HTMLResponse

from wizard.sandbox.api import Call, Service

service = Service()

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Demo Wizard sandbox</title>
<style>
  :root { color-scheme: light dark }
  body { font: 17px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 12vh auto; padding: 0 1.5rem }
  pre { font-size: 14px; padding: .8rem 1rem; border: 1px solid #8886; border-radius: 6px; overflow-x: auto }
</style>
<h1>The sandbox is running</h1>
<p>This is a Databricks-compatible workspace on your machine. It has an API and no pages:
look at it from a terminal.</p>
<pre>demo-wizard runs show              what the last run made
demo-wizard sql "SHOW CATALOGS"    any statement, --as anybody
eval "$(demo-wizard sandbox env)"  for the SDK and other clients
demo-wizard sandbox stop           what is in it stays</pre>
"""

HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


@service.get("/", open=True)
def show(_call: Call) -> HTMLResponse:
    """Say what this is."""
    return HTMLResponse(PAGE, headers=HEADERS)
