"""Answers the app's slow questions in a process of its own.

The app paints and reacts; it must neither import the platform's SDK nor wait for a workspace. What takes longer than a
frame it asks of the desk, a child process: `questions` is what may be asked, `client` asks, `answers` knows, and
`python -m wizard.desk` is the process. It says nothing itself: what libraries print ends up in its log.
"""
