"""`writ verify` with addresses instead of folders, against a web server on loopback that serves, cuts, lacks or changes files."""
import http.server
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
CHECK = pathlib.Path(os.environ.get("WRIT_CHECK", ROOT / "build" / "check"))
VALID = ROOT / "docs" / "vectors" / "valid"


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.server.connections += 1

    def do_GET(self):
        wanted = self.path.lstrip("/")
        answer = next((answer for ending, answer in self.server.answers.items() if wanted.endswith(ending)), None)
        if answer:
            return answer(self, wanted)
        super().do_GET()

    def log_message(self, *unused):
        pass


def status(code, **headers):
    def answer(handler, wanted):
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "5")
        handler.end_headers()
        handler.wfile.write(b"sorry")
    return answer


def body(handler, data, length=None):
    handler.send_response(200)
    if length is not None:
        handler.send_header("Content-Length", str(length))
    handler.end_headers()
    handler.close_connection = True
    try:
        handler.wfile.write(data)
    except OSError:
        pass  # the reader had enough


def half(handler, wanted):
    data = pathlib.Path(handler.directory, wanted).read_bytes()
    body(handler, data[:len(data) // 2], len(data))


def half_without_length(handler, wanted):
    data = pathlib.Path(handler.directory, wanted).read_bytes()
    body(handler, data[:len(data) // 2])


def chunked(handler, wanted):
    data = pathlib.Path(handler.directory, wanted).read_bytes()
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for at in range(0, len(data), 100):
        piece = data[at:at + 100]
        handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")


class Served(unittest.TestCase):
    def serve(self, folder, **answers):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: Handler(*a, directory=str(folder)))
        server.daemon_threads = True
        server.connections, server.answers = 0, answers
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def verify(self, server, folder, *more):
        url = f"http://127.0.0.1:{server.server_address[1]}"
        bundles = sorted(f"{url}/bundles/{path.name}" for path in (folder / "bundles").iterdir())
        done = subprocess.run([WRIT, "verify", *bundles, "--log", url + "/log/", "--policy", folder / "policy.txt", *more],
                              capture_output=True, text=True, timeout=100, env=os.environ | {"no_proxy": "127.0.0.1"})
        return done.returncode, done.stdout + done.stderr

    def check(self, expected, words, answers):
        code, said = self.verify(self.serve(VALID, **answers), VALID)
        self.assertEqual(code, expected, said)
        self.assertIn(words, said)

    def test_a_served_log_verifies_over_one_connection(self):
        server = self.serve(VALID)
        code, said = self.verify(server, VALID, "--all")
        self.assertEqual(code, 0, said)
        self.assertIn("VERIFIED", said)
        self.assertEqual(server.connections, 1)

    def test_the_headline_log_gives_the_same_verdict_as_its_folder(self):
        if not (CHECK / "policy.txt").exists():
            self.skipTest("only after the headline case ran")
        folders = sorted((CHECK / "bundles").iterdir())
        from_disk = subprocess.run([WRIT, "verify", *folders, "--log", CHECK / "log", "--policy", CHECK / "policy.txt"], capture_output=True, text=True)
        code, said = self.verify(self.serve(CHECK), CHECK)
        self.assertEqual((code, said), (from_disk.returncode, from_disk.stdout + from_disk.stderr))
        self.assertEqual(code, 0, said)

    def test_chunked_answers_are_whole_answers(self):
        self.check(0, "VERIFIED", {"openings.jsonl": chunked, "report.json": chunked})

    def test_a_missing_tile_is_not_checked(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "copy"
            shutil.copytree(VALID, copy)
            shutil.rmtree(copy / "log" / "tile" / "0")
            code, said = self.verify(self.serve(copy), copy)
            self.assertEqual(code, 2, said)
            self.assertIn("tile/0/", said)

    def test_a_changed_byte_fails(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "copy"
            shutil.copytree(VALID, copy)
            path = next(path for path in sorted((copy / "log" / "tile" / "entries").rglob("*")) if path.is_file())
            data = bytearray(path.read_bytes())
            data[10] ^= 1
            path.write_bytes(data)
            code, said = self.verify(self.serve(copy), copy)
            self.assertEqual(code, 1, said)

    def test_a_server_that_stops_in_the_middle_of_a_file_gives_2(self):
        for name in ("checkpoint", "openings.jsonl", "report.json", "dummies.key", "close.tlog-proof"):
            with self.subTest(name):
                self.check(2, "could not be read", {name: half})

    def test_a_file_that_may_have_been_cut_gives_2(self):
        self.check(2, "does not say how long it is", {"openings.jsonl": half_without_length})

    def test_errors_of_the_server_give_2_and_no_error_page_is_taken_for_a_file(self):
        self.check(2, "answers 503", {"openings.jsonl": status(503)})
        self.check(2, "answers 403", {"checkpoint": status(403)})
        self.check(2, "has no such file", {"references.jsonl": status(404)})
        self.check(2, "redirects", {"report.json": status(302, Location="http://127.0.0.1:9/")})
        self.check(2, "compressed", {"report.json": status(200, Content_Encoding="gzip")})

    def test_a_tile_that_is_longer_than_a_tile_can_be_fails_without_being_read_to_its_end(self):
        self.check(1, "is larger than 8192 bytes", {"tile/0/000.p/" + self.partial_width(): lambda h, w: body(h, b"x" * 1_000_000, 1 << 40)})

    def partial_width(self):
        return next(path.name for path in (VALID / "log" / "tile" / "0" / "000.p").iterdir())

    def test_an_endless_small_file_gives_2(self):
        self.check(2, "is larger than", {"before.checkpoint": lambda h, w: body(h, b"x" * 4_000_000, 1 << 40)})

    def test_an_address_of_another_kind_or_nobody_there_gives_2(self):
        for place in ("ftp://127.0.0.1/log", "file:///tmp", "http://127.0.0.1:9/log?x=1", "http://127.0.0.1:9/log"):
            done = subprocess.run([WRIT, "verify", VALID / "bundles" / "2024-01-01_2024-06-30", "--log", place, "--policy", VALID / "policy.txt"],
                                  capture_output=True, text=True, env=os.environ | {"no_proxy": "127.0.0.1"})
            self.assertEqual(done.returncode, 2, place + done.stdout)


if __name__ == "__main__":
    unittest.main()
