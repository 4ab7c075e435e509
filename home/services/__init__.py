"""What the home pages show, read from the other apps."""
