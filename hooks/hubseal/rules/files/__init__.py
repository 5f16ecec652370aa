"""Files that have no business in a Hub repository: by name (`table`), by content (`contents`)."""
