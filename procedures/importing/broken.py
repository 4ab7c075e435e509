"""What is wrong with a file as a whole."""


class Broken(Exception):
    """The file can't be read (on); the message says why in words for the person who brought it."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
