"""What all readers share: streams, segments, strings."""
