"""From a platform error to advice: what happened, why, what to do, and the command or SQL that does it.

`facts` reads an error, whichever library raised it; `cases` is the table of everything that we have an answer to;
`privileges` knows the GRANT behind a refusal; `giving` puts them together. `wizard.workspace.errors` is the way in.
"""
