"""Child processes: what becomes of them when the sandbox does not live to end them."""

import json
import subprocess
import sys
import time

DEADLINE = 10
# The child of the child ignores the usual signals, and its death shows as the end of the pipe that both print to.
BUSY = """
import signal, subprocess, sys, threading
code = "import signal, threading; signal.signal(signal.SIGTERM, signal.SIG_IGN); threading.Event().wait()"
subprocess.Popen([sys.executable, "-c", code])
print("ready", flush=True)
threading.Event().wait()
"""


def test_a_task_and_its_children_die_with_the_sandbox(tmp_path):
    payload = {"kind": "python", "name": "/Workspace/busy.py", "source": BUSY, "folder": str(tmp_path),
               "arguments": [], "widgets": {}, "task_values": {}, "warehouse_id": "",
               "report": str(tmp_path / "report")}  # fmt: skip
    command = [sys.executable, "-P", "-m", "wizard.sandbox.jobs.child"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as child:
        child.stdin.write(json.dumps(payload).encode() + b"\n")
        child.stdin.flush()
        assert child.stdout.readline() == b"ready\n"
        began = time.monotonic()
        child.stdin.close()
        assert child.stdout.read() == b""
        assert child.wait(DEADLINE) == -9
        assert time.monotonic() - began < DEADLINE
