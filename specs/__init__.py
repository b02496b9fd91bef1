"""The shipped industries: one YAML file each, found as package data."""
