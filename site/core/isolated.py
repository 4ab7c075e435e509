"""Work on a stranger's file in a process of its own, with a bound on time and memory.

The parsers of PDF, Word and pictures are the likeliest place for a small file to keep a server busy for minutes:
here a crafted file costs its sender, not the site. A child is a module run with ``-m`` that reads the file from
standard input, calls ``bound`` before anything else and writes its outcome to standard output.
"""

import os
import resource
import subprocess
import sys

MEMORY_BYTES = 2 * 1024**3
# A busy machine gives a process less than its processor time.
WALL_PER_CPU_SECOND = 3


class TooHardError(Exception):
    """The child took too long, needed too much memory or died."""


def run_isolated(module: str, *arguments: str, data: bytes, cpu_seconds: int) -> bytes:
    """Standard output of ``module`` run on ``data``. Raises ``TooHardError``.

    The child gets ``arguments`` and, last, the processor seconds for its ``bound``.
    """
    command = [sys.executable, "-m", module, *arguments, str(cpu_seconds)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    limit = WALL_PER_CPU_SECOND * cpu_seconds
    try:
        child = subprocess.run(
            command, input=data, capture_output=True, timeout=limit, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise TooHardError(f"{module} took more than {limit} seconds") from None
    if child.returncode:
        raise TooHardError(f"{module} ended with {child.returncode}")
    return child.stdout


def bound(cpu_seconds: int) -> None:
    """Limit this process, for good. For the children only."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
