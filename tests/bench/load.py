"""A load generator: `python -m tests.bench.load PORT CONNECTIONS SECONDS STATUS`, with the requests, separated by NUL, on standard input.

Each connection is kept alive and asks one request after the other. Prints how many replies a second came; every one must have the status.
"""

import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import cycle

END = b"\r\n\r\n"


class Line:
    """A connection, and what is still to come of its reply."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.begun = b""
        self.left = -1

    def is_answered(self, status: bytes) -> bool:
        """Take what is here; whether the reply is complete with it."""
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise SystemExit("the server closed a connection")
        if self.left < 0:
            self.begun += piece
            stop = self.begun.find(END)
            if stop < 0:
                return False
            head = self.begun[:stop].lower()
            if head[9:12] != status:
                raise SystemExit(f"not {status.decode()}: {head.decode()}")
            self.left = length_of(head) + stop + len(END) - len(self.begun)
        else:
            self.left -= len(piece)
        if self.left == 0:
            self.begun, self.left = b"", -1
            return True
        return False


def length_of(head: bytes) -> int:
    """Bytes of the body behind a head in lower case."""
    place = head.find(b"content-length:")
    return int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0


def run(port: int, connections: int, seconds: float, status: bytes, requests: Sequence[bytes]) -> float:
    """Replies a second."""
    next_one, done = cycle(requests), 0
    with selectors.DefaultSelector() as ready:
        for _ in range(connections):
            line = Line(port)
            ready.register(line.socket, selectors.EVENT_READ, line)
            line.socket.sendall(next(next_one))
        start = time.perf_counter()
        while (spent := time.perf_counter() - start) < seconds:
            for key, _ in ready.select(1):
                if key.data.is_answered(status):
                    done += 1
                    key.data.socket.sendall(next(next_one))
        for key in list(ready.get_map().values()):
            key.data.socket.close()
    return done / spent


def load(port: int, connections: int, seconds: float, status: int, requests: Sequence[bytes]) -> float:
    """Replies a second to a generator in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.load", port, connections, seconds, status]
    done = subprocess.run([str(word) for word in command], input=b"\0".join(requests), stdout=subprocess.PIPE, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    given = sys.argv[1:]
    print(run(int(given[0]), int(given[1]), float(given[2]), given[3].encode(), sys.stdin.buffer.read().split(b"\0")))
