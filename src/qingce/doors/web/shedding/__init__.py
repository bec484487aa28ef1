"""Sheds floods: refuses what comes too often before it costs anything."""

from qingce.doors.web.shedding.middleware import Shedding

__all__ = ["Shedding"]
