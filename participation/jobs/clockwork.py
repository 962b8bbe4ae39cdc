"""huey: the clock of the chores and the runner of jobs. What it holds may be lost: the rows say what there is to do.

In a file beside the other data, or in the Redis of the rate limits.
"""

import logging
import time

from huey import Huey, RedisHuey, SqliteHuey
from redis.exceptions import RedisError

from participation.settings import Settings

NAME = "reseau"
FILE = "huey.db"
SELDOM = 60.0  # seconds between two lines about the same trouble
ASKING = ("huey.consumer.Worker", "huey.consumer.Scheduler")  # who asks the queue, again and again


def queue_for(settings: Settings) -> Huey:
    """Make the queue of this installation; nothing is connected yet where it is a Redis."""
    for name in ASKING:
        logger = logging.getLogger(name)
        if not any(isinstance(one, Seldom) for one in logger.filters):
            logger.addFilter(Seldom())
    if settings.redis_url:
        return RedisHuey(NAME, url=settings.redis_url, results=False)
    return SqliteHuey(NAME, filename=str(settings.data_dir / FILE), results=False, fsync=False)


class Seldom(logging.Filter):
    """Says once a minute, in one line, that the queue does not answer: it is asked again every second."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Let a line through; shorten what is about the queue, and leave repeats of it out."""
        trouble = str(record.msg)
        error = record.exc_info[1] if record.exc_info else None
        # The queue may also go away between its answer and the begin of a task.
        if not trouble.startswith(("Error reading", "Error enqueueing")) and not isinstance(error, RedisError):
            return True
        if error:
            record.msg, record.exc_info = f"{trouble} ({type(error).__name__})", None
        now = time.monotonic()
        if now - self._said.get(trouble, -SELDOM) < SELDOM:
            return False
        self._said[trouble] = now
        return True
