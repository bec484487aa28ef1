"""What jobs and their callers do: work, report progress, enqueue what is due, keep house."""

from qingce.shared.jobs.keeping import prune_jobs, record_progress, report_progress, reporting_to, start_due
from qingce.shared.jobs.worker import run_worker

__all__ = ["prune_jobs", "record_progress", "report_progress", "reporting_to", "run_worker", "start_due"]
