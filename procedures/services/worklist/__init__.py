"""The catalogue's own sources of work, and what the screens ask of all sources."""
