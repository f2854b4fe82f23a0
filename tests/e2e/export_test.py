"""`writ report site` as a new user tries it: a folder, a plain web server, every link followed, the check done over it."""
import functools
import http.server
import os
import pathlib
import re
import subprocess
import tempfile
import threading
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
CHECK = pathlib.Path(os.environ.get("WRIT_CHECK", ROOT / "build" / "check"))
ADDRESS = re.compile(r' (?:href|src)="([^"]*)"')


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def writ(*arguments):
    return subprocess.run([WRIT, *map(str, arguments)], capture_output=True, text=True)


def file_of(folder, path):
    """What `python3 -m http.server` answers at a path with: a file, or a folder's index.html; None is a 404."""
    at = folder / path.lstrip("/")
    at = at / "index.html" if path.endswith("/") or at.is_dir() else at
    return at if at.is_file() else None


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name) / "public"
        cls.done = writ("report", "site", CHECK, cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def test_every_link_from_the_first_page_on_leads_to_a_file_of_the_folder(self):
        self.assertEqual(self.done.returncode, 0, self.done.stderr)
        seen, waiting, broken = {"/"}, ["/"], []
        while waiting:
            path = waiting.pop()
            found = file_of(self.folder, path)
            if found.suffix != ".html":
                continue
            for address in ADDRESS.findall(found.read_text()):
                url = urllib.parse.urljoin("http://x" + path, address.replace("&amp;", "&"))
                if not url.startswith("http://x/"):
                    continue
                target = urllib.parse.unquote(urllib.parse.urlsplit(url).path)
                if target in seen:
                    continue
                seen.add(target)
                if file_of(self.folder, target) is None:
                    broken.append((path, address))
                else:
                    waiting.append(target)
        self.assertEqual(broken, [])
        self.assertGreater(len(seen), 1000)

    def test_a_stranger_verifies_the_report_over_a_plain_web_server(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=self.folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            base = f"http://127.0.0.1:{server.server_port}"
            bundles = [f"{base}/bundles/{one.name}" for one in sorted((self.folder / "bundles").iterdir())]
            verdict = writ("verify", *bundles, "--log", f"{base}/log", "--policy", self.folder / "policy.txt", "--all")
            self.assertEqual(verdict.returncode, 0, verdict.stdout + verdict.stderr)
        finally:
            server.shutdown()
            server.server_close()

    def test_nothing_that_is_not_for_everybody_is_in_the_folder(self):
        names = {one.name for one in self.folder.iterdir()}
        self.assertEqual(names & {"state", "receipts", "packages", "keys", "requests.jsonl", "stream.jsonl"}, set())

    def test_a_folder_with_something_in_it_is_refused_and_left_alone(self):
        with tempfile.TemporaryDirectory() as mine:
            (pathlib.Path(mine) / "index.html").write_text("mine")
            refused = writ("report", "site", CHECK, mine)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("must be new or empty", refused.stderr)
            self.assertEqual([one.read_text() for one in pathlib.Path(mine).iterdir()], ["mine"])

    def test_a_folder_that_is_no_deployment_is_named(self):
        with tempfile.TemporaryDirectory() as empty:
            refused = writ("report", "site", empty, pathlib.Path(empty) / "out")
            self.assertEqual(refused.returncode, 1)
            self.assertIn("site/index.html", refused.stderr)


if __name__ == "__main__":
    unittest.main()
