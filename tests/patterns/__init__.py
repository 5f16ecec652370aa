"""The regular expressions of the package against texts made from them: none may take more than its share of time."""
