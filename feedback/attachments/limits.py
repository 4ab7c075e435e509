"""How much is accepted."""

MAX_FILES = 5
MAX_BYTES = 10 * 1024 * 1024
# A 50-megapixel photo is what phones make; more is a bomb or belongs on paper.
MAX_PIXELS = 50_000_000
# Enough to read a form photographed whole.
MAX_SIDE = 4096
MAX_PDF_PAGES = 200
MAX_ZIP_ENTRIES = 500
MAX_ZIP_BYTES = 60 * 1024 * 1024
MAX_ZIP_RATIO = 200
MAX_XML_BYTES = 6 * 1024 * 1024
# Elements and attributes of all parts together: some three hundred written pages.
MAX_XML_NODES = 300_000
MAX_XML_DEPTH = 400
# All pictures of a Word file together.
MAX_DOCX_PIXELS = 2 * MAX_PIXELS

# For the file chooser only; what a file is, is decided by its content.
ACCEPT = ".jpg,.jpeg,.png,.heic,.heif,.pdf,.docx,image/jpeg,image/png,image/heic,application/pdf"
