"""The part of the table about compute: warehouses, clusters, serverless compute, and Spark Connect on top of them."""

from __future__ import annotations

from wizard.workspace.advice.caller import SANDBOX
from wizard.workspace.advice.case import Case, case

_WAREHOUSE = "write generate.engine: warehouse into the spec"
_NEW_SESSION = "Resume the run: it opens a new session and goes on where it was."
_SESSION_ENDED = "The workspace has closed the Spark Connect session, as it does when compute stops or idles for long."

COMPUTE: tuple[Case, ...] = (
    case("Run the same command again: another warehouse is chosen. If there is none, ask an admin for one.",
         why="The SQL warehouse was deleted, or you may not see it any more.",
         says=r"(?:warehouse|endpoint)\b.{0,60}(?:does not exist|(?:was|is|been) deleted|not found|state DELET)"),
    case("Start it (SQL Warehouses in the workspace), then resume the run.",
         why="The SQL warehouse stopped, and could not be started.",
         says=r"(?:warehouse|endpoint)\b.{0,60}(?:stopped|not running|(?:failed to|cannot|could not) (?:be )?start)"),
    case("Start it, or leave cluster_id out of the profile to use serverless compute:",
         run="databricks clusters start {cluster} --profile {target}", why="The cluster does not run.",
         says=r"cluster (?P<cluster>\d[\w-]+) .{0,30}(?:terminat|not running|stopped|unexpected state)"),
    case("Correct cluster_id in the profile, or leave it out to use serverless compute.",
         why="There is no such cluster, or you may not see it.", says=r"cluster \d[\w-]+ does not exist"),
    case(f"{_WAREHOUSE.capitalize()}, or give the profile the cluster_id of a cluster.",
         why="Serverless compute is not available to you in this workspace.",
         says=r"serverless.{0,60}(?:not (?:enabled|available|supported)|disabled)|not eligible for serverless"),
    case("Give the profile cluster_id = ID, or serverless_compute_id = auto, and not both.",
         says="Cluster id or serverless are required|both cluster id and serverless|Invalid serverless_compute_id"),
)  # fmt: skip

CONNECT: tuple[Case, ...] = (
    case("Install the one that fits, or leave cluster_id out of the profile to use serverless compute:",
         run='pip install "databricks-connect=={runtime}.*"',
         why="databricks-connect may be as new as the cluster's Databricks Runtime, and no newer.",
         says=r"Unsupported combination of Databricks Runtime.{0,60}?versions: (?P<runtime>\d+\.\d+)"),
    case(f"Use a cluster with a newer Databricks Runtime, or {_WAREHOUSE}.",
         why="databricks-connect may be as new as the cluster's Databricks Runtime, and no newer.",
         says="Unsupported combination of Databricks Runtime"),
    case("Install the one that fits:", run='pip install "databricks-connect=={wanted}.*"',
         why="This databricks-connect is newer than the workspace's serverless compute.",
         says=r"is unsupported with serverless.*databricks-connect==(?P<wanted>\d+\.\d+)"),
    case(f"Give the profile the cluster_id of a cluster, or {_WAREHOUSE}.",
         why="This databricks-connect does not fit the workspace's serverless compute.",
         says="is unsupported with serverless"),
    case("Remove pyspark, then install databricks-connect again:",
         run="pip uninstall -y pyspark pyspark-connect databricks-connect && pip install databricks-connect",
         says="pyspark and databricks-connect cannot be installed"),
    case(f"Use the Python of the compute (3.12 with databricks-connect 16.2 and newer), or {_WAREHOUSE}.",
         why="Python here and Python there differ in their minor version.",
         says="Python versions in the Spark Connect client and server are different|PYTHON_VERSION_MISMATCH|"
              "Python in worker has different version"),
    case(f"Install it, or {_WAREHOUSE}:", run="pip install databricks-connect",
         why="databricks-connect is not installed, or only half of it.",
         names="ImportError", says=r"databricks|pyspark|grpc|pandas|pyarrow|dbldatagen"),
    case(_NEW_SESSION, why=_SESSION_ENDED,
         says=r"session_id is no longer usable|INVALID_HANDLE|SESSION_(?:CLOSED|CHANGED|NOT_FOUND)|"
              r"session expired on the server"),
    case(_NEW_SESSION, why=_SESSION_ENDED,
         codes="INVALID_HANDLE.SESSION_CLOSED INVALID_HANDLE.SESSION_CHANGED INVALID_HANDLE.SESSION_NOT_FOUND"),
    case("Start it, then resume the run:", run="demo-wizard sandbox start", target=SANDBOX,
         what="the sandbox does not answer", names="RpcError SparkConnectGrpcException RetriesExceeded",
         says="UNAVAILABLE|failed to connect to all addresses|Connection refused|RETRIES_EXCEEDED"),
    case(f"Check the network (gRPC needs HTTP/2 through every proxy), or {_WAREHOUSE}. Then resume the run.",
         why="Spark Connect at {place} cannot be reached.",
         names="RpcError SparkConnectGrpcException RetriesExceeded",
         says="UNAVAILABLE|failed to connect to all addresses|DEADLINE_EXCEEDED|Deadline Exceeded|RETRIES_EXCEEDED|"
              "Connection refused|Socket closed"),
)  # fmt: skip
