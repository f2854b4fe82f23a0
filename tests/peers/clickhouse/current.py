"""The connector's statements in ClickHouse's engine of today, installed from PyPI: current.py PROVIDER_ASK FOLDER."""
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
from server import ACCESS, ACCOUNTS

HERE = pathlib.Path(__file__).resolve().parent
ASK, FOLDER = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
PACKAGE = "chdb-core==26.9.0"
DAY = 86400


def python():
    """Of an environment with the engine; its optional parts (pandas, pyarrow) are left out."""
    found = FOLDER / PACKAGE.replace("==", "-") / "bin" / "python"
    if not (found.parent / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", found.parent.parent], check=True)
        subprocess.run([found, "-m", "pip", "install", "-q", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check", PACKAGE], check=True)
        (found.parent / "ready").touch()
    return found


class CurrentEngineTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        state = tempfile.TemporaryDirectory()
        cls.addClassCleanup(state.cleanup)
        cls.folder, cls.now = pathlib.Path(state.name), int(time.time())
        rows = [("u1", "::ffff:203.0.113.1", 40001, cls.now - 3600), ("u1", "::ffff:127.0.0.1", 1, cls.now - 3600), ("u1", "::ffff:203.0.113.9", 0, cls.now - 100 * DAY),
                ("u2", "2001:db8::5", 5005, cls.now - 3600), ("u2", "::ffff:203.0.113.1", 50001, cls.now - 3540)]
        statements = [f"CREATE TABLE writ_accounts {ACCOUNTS}", f"CREATE TABLE writ_access {ACCESS}(account, at)",
                      f"INSERT INTO writ_accounts VALUES ('u1', 'one', '+49309018200', {cls.now - 200 * DAY}), ('u2', 'two', '+49309018201', {cls.now - 200 * DAY})",
                      *(f"INSERT INTO writ_access SELECT '{account}', IPv6StringToNum('{address}'), {port}, toDateTime({at})" for account, address, port, at in rows)]
        cls.process = subprocess.Popen([python(), HERE / "engine.py", cls.folder / "data"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.stop)
        cls.process.stdin.write(";\n".join(statements))
        cls.process.stdin.close()
        port, cls.version = cls.process.stdout.readline().split()
        (cls.folder / "secret").write_text("reader-secret\n")
        (cls.folder / "secret").chmod(0o600)
        cls.file = cls.folder / "provider.toml"
        cls.file.write_text(f'schema = "writ-provider/v1"\n[[source]]\nkind = "clickhouse"\nname = "big"\nurl = "http://127.0.0.1:{port}/"\nuser = "writ"\nsecret_file = "secret"\n')

    @classmethod
    def stop(cls):
        cls.process.kill()
        cls.process.wait()
        cls.process.stdout.close()

    def run_helper(self, *words):
        done = subprocess.run([ASK, *map(str, words)], capture_output=True, text=True, timeout=60)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def ask(self, kind, value, *categories, **more):
        answer = self.run_helper(self.file, json.dumps({"kind": kind, "value": value, "categories": categories, "as_of": self.now, "not_held": [], **more}))
        self.assertIn("accounts", answer, answer)
        return answer["accounts"]

    def test_the_engine_is_a_current_one(self):
        self.assertGreaterEqual(int(self.version.split(".")[0]), 26)

    def test_every_kind_of_selector_and_category_is_answered(self):
        held = self.ask("user_id", "u1", "ip_address", "phone_number", "registration_date")[0]["categories"]
        self.assertEqual([("203.0.113.1", 40001, self.now - 3600)], [(d["value"], d["port"], d["at"]) for d in held["ip_address"]["data"]])
        self.assertEqual("+49309018200", held["phone_number"]["data"][0]["value"])
        self.assertEqual(self.now - 200 * DAY, held["registration_date"]["data"][0]["at"])
        self.assertEqual(["u2"], [a["account"] for a in self.ask("user_name", "two", "ip_address")])
        self.assertEqual(["u2"], [a["account"] for a in self.ask("phone_number", "+49309018201", "ip_address")])
        window = {"from": self.now - DAY, "to": self.now}
        self.assertEqual(["u1", "u2"], [a["account"] for a in self.ask("ip_address", "203.0.113.1", "phone_number", **window)])
        self.assertEqual(["u2"], [a["account"] for a in self.ask("ip_address", "203.0.113.1", "phone_number", port=50001, **window)])
        self.assertEqual([], self.ask("user_id", "x' OR 1 = 1 --", "ip_address"))

    def test_the_audit_counts(self):
        report = self.run_helper("--audit", self.file, "{}")
        self.assertEqual({"rows": 5, "past": 1, "oldest": self.now - 100 * DAY}, report["held"]["ip_address"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
