"""What django-tasks does not keep: living workers, where a job stands, when a scheduled job last ran."""

from __future__ import annotations

from django.db import models


class Worker(models.Model):
    """A worker process; its jobs are its own as long as it is seen."""

    name = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class JobProgress(models.Model):
    """What a job says about itself, and how often it failed or lost its worker."""

    task_id = models.UUIDField(primary_key=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=40, default="", blank=True)
    message = models.CharField(max_length=100, default="", blank=True)
    params = models.JSONField(default=dict)
    failures = models.PositiveIntegerField(default=0)
    losses = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.task_id}: {self.done}/{self.total} {self.unit}"


class ScheduledRun(models.Model):
    """The last start and end of a scheduled job, and the task that is or was its run."""

    name = models.CharField(max_length=64, primary_key=True)
    last_started = models.DateTimeField(null=True)
    last_finished = models.DateTimeField(null=True)
    task_id = models.UUIDField(null=True, unique=True)

    def __str__(self) -> str:
        return self.name
