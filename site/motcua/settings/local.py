"""One machine, plain HTTP, nothing else installed: what ``make run`` starts.

The code path is production's; only HTTPS is not demanded. Not for the open internet.
"""

from motcua.settings.base import *

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
DEMO_ACCOUNTS = env.bool("DEMO_ACCOUNTS", default=True)
SERVE_MEDIA = True
