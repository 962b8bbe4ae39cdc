"""What runs beside the pages. `loop` says what a round is, `sending` hands mails over, `chores` go by the clock."""

from participation.notifications.worker.loop import Done, Worker

__all__ = ["Done", "Worker"]
