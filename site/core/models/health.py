"""Signs of life."""

from django.db import models


class WorkerHeartbeat(models.Model):
    """The last moment at which a worker did something that must not be missed; ``name`` "beat" is the heartbeat."""

    name = models.CharField(max_length=40, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.seen_at:%d/%m/%Y %H:%M:%S}"
