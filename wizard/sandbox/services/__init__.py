"""The sandbox's REST API, one module for each family of endpoints; each exposes `service`."""
