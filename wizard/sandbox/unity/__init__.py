"""Unity Catalog's rules: objects, ownership, privileges and tags, shared by the REST services and the SQL front end."""
