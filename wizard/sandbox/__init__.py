"""A Databricks-compatible workspace on this machine, so that demos can be built and tested without a real one."""
