"""The Textual app: edits a spec and reads run directories."""
