"""The only part that talks to a workspace: databricks-sdk and databricks-connect are imported here alone."""
