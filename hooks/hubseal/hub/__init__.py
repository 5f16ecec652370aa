"""What we ask of the Hub besides files: settings, its own scan results, found tokens, a discussion."""
