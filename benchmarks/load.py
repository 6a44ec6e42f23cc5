"""Clients that hand in what was signed before: on raw sockets, each sends when it has its answer.

One thread, no parser of HTTP: it must not be what is measured. What it costs itself is counted.
"""

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

ONE: Final = b"application/json"
MANY: Final = b"application/jsonl"
_WAIT: Final = 30.0  # seconds for one answer
_LARGEST: Final = 4 * 1024 * 1024


@dataclass(slots=True)
class Drive:
    """What came of a while of load.

    ``answers`` by status; ``latencies`` of each request in seconds; ``seconds`` from the first request to the
    last answer; ``cpu`` is the time of this thread, in seconds.
    """

    answers: dict[int, int] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0

    def percentile(self, share: float) -> float:
        """Return the latency that ``share`` of the requests did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def request(media: bytes, body: bytes) -> bytes:
    """Return the bytes of a request that hands ``body`` in."""
    head = b"POST /statements HTTP/1.1\r\nhost: bench\r\ncontent-type: %b\r\ncontent-length: %d\r\n\r\n"
    return head % (media, len(body)) + body


class _Client:
    """One connection; ``waiting`` yields what it has yet to send."""

    def __init__(self, port: int, waiting: Iterator[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_WAIT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._waiting = waiting
        self._received = b""
        self._sent = 0.0

    def send(self) -> bool:
        """Send the next request, or tell that there is none."""
        following = next(self._waiting, None)
        if following is None:
            return False
        self._sent = time.perf_counter()
        self.socket.sendall(following)
        return True

    def receive(self) -> tuple[int, float] | None:
        """Return status and latency of the answer when all of it is here."""
        part = self.socket.recv(_LARGEST)
        if not part:
            raise ConnectionError("the server closed a connection under load")
        self._received += part
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return None
        self._received = b""
        return int(head[9:12]), time.perf_counter() - self._sent


def _length(head: bytes) -> int:
    _, found, rest = head.partition(b"content-length: ")
    if not found:
        raise ConnectionError("an answer without a length")
    return int(rest.partition(b"\r\n")[0])


def drive(port: int, queues: Sequence[Iterator[bytes]], seconds: float) -> Drive:
    """Have one client for each of ``queues`` send for ``seconds``, or until all is sent."""
    done, open_ = Drive(), selectors.DefaultSelector()
    clients = [_Client(port, queue) for queue in queues]
    for client in clients:
        open_.register(client.socket, selectors.EVENT_READ, client)
    begun, before = time.perf_counter(), time.thread_time()
    under_way = sum(client.send() for client in clients)
    while under_way:
        ready = open_.select(_WAIT)
        if not ready:
            raise TimeoutError("no answer came under load")
        for key, _ in ready:
            answer = key.data.receive()
            if answer is None:
                continue
            status, latency = answer
            done.answers[status] = done.answers.get(status, 0) + 1
            done.latencies.append(latency)
            if time.perf_counter() - begun >= seconds or not key.data.send():
                under_way -= 1
    done.seconds, done.cpu = time.perf_counter() - begun, time.thread_time() - before
    for client in clients:
        client.socket.close()
    open_.close()
    return done
