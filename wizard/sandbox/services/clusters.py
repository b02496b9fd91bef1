"""Clusters, of which there are none: a workspace here has serverless compute only, whatever its character."""

from __future__ import annotations

from wizard.sandbox.api import Call, Json, Service, invalid

service = Service("/api/2.1/clusters")


@service.get("/list")
def list_clusters(call: Call) -> Json:
    """List no clusters."""
    del call
    return {}


@service.get("/get")
def get_cluster(call: Call) -> Json:
    """Refuse any id."""
    raise invalid(f"Cluster {call.query.get('cluster_id', '')} does not exist")


@service.post("/create")
def create_cluster(call: Call) -> Json:
    """Refuse a new cluster, in the words that jobs with clusters are refused with."""
    del call
    raise invalid("Only serverless compute is supported in the workspace.")
