"""A deployment on a database with a password: a preservation letter is carried out through the built program, once with the
right password and once with a wrong one, and neither password is written, logged or shown anywhere."""
import http.client
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "peers" / "sql"))
from servers import secret_file
from store import PASSWORD, MariadbStore, PostgresqlStore

WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
CHECK = pathlib.Path(os.environ.get("WRIT_CHECK", ROOT / "build" / "check"))
WRONG = "wr0ng-pl4nted-Secret"


class Planted:
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.place = pathlib.Path(folder.name)
        cls.place.chmod(0o755)
        cls.store = cls.make(cls.place)
        cls.addClassCleanup(cls.store.stop)
        cls.root = cls.place / "deployment"
        cls.said = cls.writ("init", cls.root, "--provider", "Example", "--origin", "example.test/writ/test", "--site-url", "https://example.test/", "--mail-from", "t@example.test",
                            "--provider-file", cls.store.file, "--profile", ROOT / "profiles" / "telegram.toml", "--first-period", "2026-01-01/2099-12-31")
        cls.person("intake", "--kind", "staff", "--role", "intake")
        cls.person("publisher", "--kind", "staff", "--role", "publisher")
        key = next(iter(sorted((CHECK / "keys").glob("us-*.crt.pem"))))
        cls.person("officer", "--kind", "officer", "--role", "requester", "--agency", "TEST police", "--country", "US", "--key", key)
        cls.said += cls.writ("policy", "publish", cls.root, "--token-file", cls.place / "publisher", "--file", ROOT / "policies" / "telegram-2024-09.toml")

    @classmethod
    def writ(cls, *arguments):
        done = subprocess.run([WRIT, *map(str, arguments)], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    @classmethod
    def person(cls, name, *arguments):
        cls.writ("person", "add", cls.root, "--name", name, "--email", f"{name}@example.test", *arguments)
        (cls.place / name).write_text(cls.writ("token", "issue", cls.root, "--email", f"{name}@example.test"))

    def serve(self):
        server = subprocess.Popen([WRIT, "serve", str(self.root), "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        first = server.stdout.readline()
        self.port = int(re.search(r":(\d+)", first).group(1))
        shown = "".join(pathlib.Path(f"/proc/{server.pid}/{name}").read_text(errors="replace") for name in ("cmdline", "environ"))

        def stop():
            server.send_signal(signal.SIGTERM)
            said = first + server.communicate(timeout=30)[0] + shown
            type(self).said += said
        return stop

    def letter(self, account):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = {"schema": "writ-request/v1", "country": "US", "instrument": "preservation_letter", "offence": "fraud", "data_sought": ["ip_address", "phone_number"],
                "selectors": [{"kind": "user_id", "value": account}], "agency": "TEST police", "officer": "officer@example.test"}
        connection.request("POST", "/api/v1/requests", json.dumps(body), {"Content-Type": "application/json", "Authorization": "Bearer " + (self.place / "officer").read_text().strip()})
        answer = connection.getresponse()
        data = json.loads(answer.read())
        connection.close()
        self.assertEqual(201, answer.status, data)
        return data["ref"] if "ref" in data else data["requests"][0]["ref"]

    def lookups(self, ref):
        """What stands on file of them: who, case, selector hash, source, rows, duration, why refused."""
        for _ in range(300):
            with sqlite3.connect(f"file:{self.root / 'state' / 'writ.db'}?mode=ro", uri=True) as db:
                rows = db.execute("SELECT actor, case_ref, source, selector_hash, rows_read, duration_us, refused FROM lookup WHERE case_ref = ?", (ref,)).fetchall()
            if rows:
                return rows
            time.sleep(0.1)
        self.fail("no look-up was put on file")

    def test_no_secret_is_written_logged_or_shown_by_the_program(self):
        stop = self.serve()
        ref = self.letter("a1")
        actor, case, source, selector, rows, duration, refused = self.lookups(ref)[0]
        self.assertEqual((ref, "example", "", True), (case, source, refused, bool(actor) and rows > 0 and duration > 0))
        self.assertNotIn(b"a1", selector if isinstance(selector, bytes) else selector.encode())
        stop()
        secret_file(self.store.folder, WRONG)
        stop = self.serve()
        refused = self.lookups(self.letter("a1"))[0][6]
        self.assertTrue(refused, "a look-up that was refused is on file too")
        stop()
        for secret in (PASSWORD, WRONG):
            self.assertNotIn(secret, self.said)
            held = [str(file) for file in self.root.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()]
            self.assertEqual([], held)
            self.assertNotIn(secret.encode(), self.store.server.folder.with_suffix(".log").read_bytes())


class PostgresqlSecret(Planted, unittest.TestCase):
    make = PostgresqlStore


class MariadbSecret(Planted, unittest.TestCase):
    make = MariadbStore


if __name__ == "__main__":
    unittest.main()
