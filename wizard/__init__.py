"""Demo Wizard: make a complete Databricks industry demo from a terminal."""

__version__ = "0.1.0"
