"""Jobs of the sandbox: settings that are checked as the service checks them, and runs that really run.

`settings` and `graph` refuse what the service refuses, `states` speaks of a run in the service's two vocabularies,
`scheduler` and `execution` move runs along, and `executors` does the work of a task.
"""
