"""The talk track: what to say, what to click, and the answers, on a sheet to print or to keep beside the screen."""
