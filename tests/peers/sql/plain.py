"""Servers that misbehave on loopback: one that speaks no TLS, and a proxy that breaks a connection off."""
import socket
import struct
import threading

CAPABILITIES_WITHOUT_TLS = 0x81bff7ff & ~0x0800  # as MariaDB 10.11 says them, without CLIENT_SSL


def plain_mariadb_greeting():
    """The first packet of a MariaDB server, protocol 10, that offers everything but TLS."""
    low, high = CAPABILITIES_WITHOUT_TLS & 0xffff, CAPABILITIES_WITHOUT_TLS >> 16
    body = b"\x0a5.5.5-10.11.0-MariaDB\0" + struct.pack("<I", 1) + b"saltsalt\0" + struct.pack("<HBHHB", low, 45, 2, high, 21) + bytes(6) + bytes(4)
    body += b"saltsaltsalt\0" + b"mysql_native_password\0"
    return struct.pack("<I", len(body))[:3] + b"\0" + body


class Listener:
    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()


class PlainServer(Listener):
    """Greets, answers every message with N (PostgreSQL's "no TLS here"), and keeps what it heard."""

    def __init__(self, greeting):
        self.greeting, self.heard = greeting, b""
        super().__init__()

    def serve(self, client):
        with client:
            client.sendall(self.greeting)
            while piece := client.recv(4096):
                self.heard += piece
                if not self.greeting:
                    client.sendall(b"N")


class Cutter(Listener):
    """Passes a connection on and closes it after `limit` bytes of the server's answers."""

    def __init__(self, port, limit):
        self.target, self.limit = port, limit
        super().__init__()

    def serve(self, client):
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            threading.Thread(target=self.upload, args=(client, server), daemon=True).start()
            left = self.limit
            while left > 0 and (piece := server.recv(65536)):
                client.sendall(piece[:left])
                left -= len(piece)
            client.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def upload(client, server):
        try:
            while piece := client.recv(65536):
                server.sendall(piece)
        except OSError:
            pass
