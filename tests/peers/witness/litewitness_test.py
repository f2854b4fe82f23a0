"""A log is cosigned by two witnesses that are not ours: litewitness, from the Go module proxy. Needs Go 1.24."""
import base64
import hashlib
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
BUILD = pathlib.Path(os.environ.get("WRIT_BUILD", ROOT / "build" / "release"))
CHECK = pathlib.Path(os.environ.get("WRIT_CHECK", ROOT / "build" / "check"))
LITEWITNESS = "filippo.io/torchwood/cmd/litewitness@v0.6.1"
ORIGIN = "example.test/writ/test"


def go_version():
    if not shutil.which("go"):
        return (0, 0)
    found = re.search(r"go(\d+)\.(\d+)", subprocess.run(["go", "version"], capture_output=True, text=True).stdout)
    return tuple(map(int, found.groups())) if found else (0, 0)


def litewitness():
    folder = BUILD / "litewitness"
    if not (folder / "litewitness").exists():
        environment = os.environ | {"GOBIN": str(folder), "GOFLAGS": "-mod=mod"}
        subprocess.run(["go", "install", LITEWITNESS], env=environment, check=True, capture_output=True)
    return folder / "litewitness"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Witness:
    """One litewitness with a key of its own in an agent of its own."""

    def __init__(self, place, name):
        self.place, self.name, self.port, self.process = place, name, free_port(), None
        self.agent = subprocess.Popen(["ssh-agent", "-D", "-a", place / f"{name}.agent"], stdout=subprocess.DEVNULL)
        key = place / f"{name}.key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        for _ in range(100):
            if (place / f"{name}.agent").exists():
                break
            time.sleep(0.05)
        subprocess.run(["ssh-add", "-q", key], env=os.environ | {"SSH_AUTH_SOCK": str(place / f"{name}.agent")}, check=True)
        self.public = base64.b64decode((place / f"{name}.key.pub").read_text().split()[1])
        self.fingerprint = "SHA256:" + base64.b64encode(hashlib.sha256(self.public).digest()).decode().rstrip("=")

    def vkey(self):
        raw = self.public[-32:]
        key_id = hashlib.sha256(f"{self.name}.example/w\n".encode() + b"\x04" + raw).digest()[:4]
        return f"{self.name}.example/w+{key_id.hex()}+{base64.b64encode(bytes([4]) + raw).decode()}"

    def policy_line(self):
        return f"witness {self.name} {self.vkey()} http://127.0.0.1:{self.port}\n"

    def know(self, log_vkey):
        """What its own tool writes for a log that is new to it (the tool is not among the module's packages that can be had)."""
        empty_root = base64.b64encode(hashlib.sha256().digest()).decode()
        with sqlite3.connect(self.database()) as db:
            db.execute("INSERT INTO log VALUES(?, 0, ?)", (ORIGIN, empty_root))
            db.execute("INSERT INTO key VALUES(?, ?)", (ORIGIN, log_vkey))

    def database(self):
        return self.place / f"{self.name}.db"

    def start(self):
        self.process = subprocess.Popen([litewitness(), "-db", self.database(), "-name", f"{self.name}.example/w", "-key", self.fingerprint, "-ssh-agent",
                                         self.place / f"{self.name}.agent", "-listen", f"127.0.0.1:{self.port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("litewitness does not listen")

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=10)
            self.process = None

    def end(self):
        self.stop()
        self.agent.terminate()
        self.agent.wait(timeout=10)


@unittest.skipIf(go_version() < (1, 24), "needs Go 1.24, which Debian 12 does not have")
class Litewitness(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = pathlib.Path(folder.name)
        self.root = self.place / "deployment"
        shutil.copy(CHECK / "state" / "messenger.db", self.place / "homeserver.db")
        self.writ("init", self.root, "--provider", "Example", "--origin", ORIGIN, "--site-url", "https://example.test/", "--mail-from", "t@example.test",
                  "--messenger", self.place / "homeserver.db", "--profile", ROOT / "profiles" / "synapse.toml", "--first-period", "2026-01-01/2099-12-31")
        self.witnesses = [Witness(self.place, "one"), Witness(self.place, "two")]
        for witness in self.witnesses:
            self.addCleanup(witness.end)
        lines = "".join(w.policy_line() for w in self.witnesses) + "group both all one two\nquorum both\n"
        (self.root / "state" / "witnesses.policy").write_text(lines)

    def writ(self, *arguments, expected=0):
        done = subprocess.run([WRIT, *map(str, arguments)], capture_output=True, text=True)
        self.assertEqual(done.returncode, expected, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    def served(self):
        """Starts the server, lets the first tick pass and stops it."""
        server = subprocess.Popen([WRIT, "serve", str(self.root), "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.assertIn("127.0.0.1", server.stdout.readline())
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.wait(timeout=30), 0)
        server.stdout.close()

    def checkpoint(self):
        return (self.root / "log" / "checkpoint").read_text()

    def log_vkey(self):
        return re.search(r"^log (\S+)", (self.root / "policy.txt").read_text(), re.M).group(1)

    def test_a_checkpoint_carries_the_lines_of_both_witnesses_once_they_know_the_log(self):
        self.served()  # nobody listens yet: the log is published all the same
        self.assertEqual(self.checkpoint().count("\n\u2014 "), 1)
        for witness in self.witnesses:
            witness.start()
            witness.know(self.log_vkey())
        self.make_due("cosign")
        self.served()
        self.assertEqual([name for name in re.findall(r"\n\u2014 (\S+) ", self.checkpoint())], [ORIGIN, "one.example/w", "two.example/w"])
        self.assertIn("quorum both", (self.root / "policy.txt").read_text())

    def test_a_witness_that_does_not_know_the_log_is_an_alarm_on_file(self):
        for witness in self.witnesses:
            witness.start()
        self.served()
        self.assertIn("does not know this log or its key", str(self.rows("SELECT witness, rule FROM witness_alarm")))

    def test_lines_on_witnesses_that_are_wrong_stop_the_start_and_are_named(self):
        (self.root / "state" / "witnesses.policy").write_text("witness one nonsense\nquorum one\n")
        told = self.writ("serve", self.root, "--port", "0", expected=1)
        self.assertIn("witnesses.policy", told)
        self.assertIn("nonsense", told)

    def rows(self, query):
        with sqlite3.connect(self.root / "state" / "writ.db") as db:
            return db.execute(query).fetchall()

    def make_due(self, kind):
        kinds = ["tick", "publish", "finish_report", "notice", "cosign"]
        with sqlite3.connect(self.root / "state" / "writ.db") as db:
            # At midnight the day's tick plans another of the kind: the first of them is meant.
            first = "(SELECT min(due_at) FROM job WHERE kind = :kind)"
            self.assertEqual(db.execute(f"UPDATE job SET due_at = 0 WHERE kind = :kind AND due_at = {first}", {"kind": kinds.index(kind)}).rowcount, 1)


if __name__ == "__main__":
    unittest.main()
