"""The health endpoints."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core import health
from core.models import WorkerHeartbeat
from core.tasks import beat_heartbeat

pytestmark = pytest.mark.django_db


def test_live_answers_without_looking_at_anything(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/health/live")
    assert response.json() == {"status": "ok"}
    assert "no-cache" in response["Cache-Control"]


def test_a_missing_worker_degrades_the_site_and_does_not_take_it_down(client: Client) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["checks"]["worker"] == {"ok": False, "detail": "never seen"}


def test_a_worker_seen_lately_is_well() -> None:
    beat_heartbeat()
    assert health.check_worker(timezone.now()).ok


def test_a_worker_that_fell_silent_is_reported() -> None:
    WorkerHeartbeat.objects.create(name="beat", seen_at=timezone.now() - timedelta(hours=1))
    assert not health.check_worker(timezone.now()).ok


def test_a_critical_failure_answers_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        health, "check_database", lambda now: health.Check("database", ok=False, detail="gone")
    )
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "checks": {"database": {"ok": False, "detail": "gone"}},
    }


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_only_reading_is_allowed(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
