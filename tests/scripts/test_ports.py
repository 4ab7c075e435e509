"""Where the site can't listen, one sentence says why."""

import os
import socket

import pytest

from scripts import ports


def test_a_free_port_is_no_problem() -> None:
    assert ports.problem_with("127.0.0.1", ports.free_port()) == ""


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_taken_port_names_who_has_it(family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as taken:
        taken.bind((host, 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = ports.problem_with(host, port)
    assert f"Port {port} is taken by process {os.getpid()} (" in sentence
    assert f"PORT={port + 1}" in sentence
    assert "\n" not in sentence


def test_an_address_of_another_machine_is_refused() -> None:
    assert "192.0.2.1" in ports.problem_with("192.0.2.1", 8000)


def test_the_owner_of_an_unused_port_is_nobody() -> None:
    assert ports.owner_of(ports.free_port()) == ""
