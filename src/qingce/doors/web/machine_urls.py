"""Addresses for programs: they have no language."""

from __future__ import annotations

from django.urls import path

from qingce.doors.web import machine, security_txt
from qingce.doors.web.ledger import files

urlpatterns = [
    path("healthz", machine.healthz, name="healthz"),
    path(".well-known/security.txt", security_txt.security_txt, name="security-txt"),
    path("robots.txt", machine.robots, name="robots"),
    path("sitemap.xml", machine.sitemap, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", machine.sitemap_part, name="sitemap-part"),
    path("ledger/log/checkpoint", files.checkpoint, name="log-checkpoint"),
    path("ledger/log/keys", files.keys, name="log-keys"),
    path("ledger/log/tile/<path:path>", files.tile, name="log-tile"),
    path("ledger/log/cosignatures", files.cosignatures, name="log-cosignatures"),
]
