"""A running http_test_server, and answers read from plain sockets."""

import contextlib
import http.client
import signal
import socket
import subprocess

TIMEOUT = 30  # of a socket: a server under sanitizers on a busy machine is slow, not broken


class Server:
    """A running http_test_server; `stop()` sends SIGTERM and gives the exit code."""

    program = ""

    def __init__(self, **limits):
        arguments = [f"{name}={value}" for name, value in limits.items()]
        self.errors = ""
        self.process = subprocess.Popen(
            [self.program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        out, self.errors = self.process.communicate(timeout=60)
        assert "Sanitizer" not in self.errors, self.errors
        return self.process.returncode

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), TIMEOUT)

    def send(self, data):
        connection = self.connect()
        connection.sendall(data)
        return connection

    def exchange(self, data):
        """The whole answer to bytes, until the server closes."""
        with self.send(data) as connection:
            return read_all(connection)

    def get(self, path, method="GET", body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()


def read_all(connection):
    data = b""
    while piece := connection.recv(65536):
        data += piece
    return data


def read_answer(connection):
    """One answer of a connection that stays open: status, fields, body."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(1)
        if not piece:
            raise ConnectionError(f"closed after {data!r}")
        data += piece
    head = data.decode().split("\r\n")
    fields = dict(line.split(": ", 1) for line in head[1:] if line)
    body = b""
    while len(body) < int(fields.get("Content-Length", 0)):
        body += connection.recv(int(fields["Content-Length"]) - len(body))
    return int(head[0].split(" ")[1]), fields, body


def status_of(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def request(path="/test/echo", method="GET", fields="", body=b""):
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n".encode() + body
