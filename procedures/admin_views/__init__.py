"""The catalogue's own screens inside Wagtail's admin."""
