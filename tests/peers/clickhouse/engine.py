"""ClickHouse's engine of today (chdb, from PyPI) behind the part of its HTTP interface that the connector uses. It is the
real parser, functions and output formats; the socket and the one external table are ours. Run by current.py."""
import http.server
import os
import sys
import threading
import urllib.parse

from chdb import session

NOT_SETTINGS = {"database", "wait_end_of_query", "q_format", "q_structure", "readonly", "skip_unavailable_shards"}


def parts_of(body, boundary):
    """name -> content of a multipart/form-data body."""
    found = {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, content = part.lstrip(b"\r\n").split(b"\r\n\r\n", 1)
        found[head.split(b'name="')[1].split(b'"')[0].decode()] = content.removesuffix(b"\r\n")
    return found


def texts_of(row_binary):
    """RowBinary of one String column."""
    found = []
    while row_binary:
        length, shift = 0, 0
        while True:
            byte, row_binary = row_binary[0], row_binary[1:]
            length |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        found.append(row_binary[:length])
        row_binary = row_binary[length:]
    return found


def fixed_of(row_binary, size=16):
    return [row_binary[at:at + size] for at in range(0, len(row_binary), size)]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    lock = threading.Lock()
    engine = None

    def do_POST(self):
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        parts = parts_of(self.rfile.read(int(self.headers["Content-Length"])), self.headers["Content-Type"].split("boundary=")[1].encode())
        query = parts["query"].decode()
        settings = ", ".join(f"{key} = {value if value.isdigit() else repr(value)}" for key, value in asked.items() if key not in NOT_SETTINGS)
        head, _, form = query.rpartition(" FORMAT ")
        with self.lock:
            self.make_table(asked["q_structure"].split(" ", 1)[1], parts["q"])
            try:
                code, body = 200, self.engine.query(f"{head} SETTINGS {settings}", form).bytes()
            except Exception as error:
                code, body = 500, str(error).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def make_table(self, kind, content):
        self.engine.query(f"CREATE OR REPLACE TABLE q (v {kind}) ENGINE = Memory")
        for value in texts_of(content) if kind == "String" else fixed_of(content):
            self.engine.query(f"INSERT INTO q SELECT unhex('{value.hex()}')")

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    Handler.engine = session.Session(sys.argv[1])
    for statement in sys.stdin.read().split(";\n"):
        if statement.strip():
            Handler.engine.query(statement)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    version = bytes(Handler.engine.query("SELECT version()", "TSV").bytes()).decode().strip()
    print(server.server_port, version, flush=True)
    os.close(0)
    server.serve_forever()
