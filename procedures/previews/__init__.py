"""What a form looks like before it is downloaded: its first page as a picture, its text as blocks. Pure.

Made from the file once, in a process of its own (``isolated``), never while somebody waits for a page.
"""

from procedures.previews.blocks import Block, BlockKind, Preview
from procedures.previews.isolated import PreviewError, preview_isolated
from procedures.previews.kinds import PREVIEWED

__all__ = ["PREVIEWED", "Block", "BlockKind", "Preview", "PreviewError", "preview_isolated"]
