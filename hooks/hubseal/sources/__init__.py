"""Where blobs come from: the work tree, the git index."""
