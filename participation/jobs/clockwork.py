"""huey: the clock of the chores and the runner of jobs. What it holds may be lost: the rows say what there is to do.

In a file beside the other data, or in the Redis of the rate limits.
"""

from huey import Huey, RedisHuey, SqliteHuey

from participation.settings import Settings

NAME = "reseau"
FILE = "huey.db"


def queue_for(settings: Settings) -> Huey:
    """Make the queue of this installation; nothing is connected yet where it is a Redis."""
    if settings.redis_url:
        return RedisHuey(NAME, url=settings.redis_url, results=False)
    return SqliteHuey(NAME, filename=str(settings.data_dir / FILE), results=False, fsync=False)
