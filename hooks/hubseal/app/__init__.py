"""What the program does, typed: a request in, an outcome out. Commands and the Action only translate."""
