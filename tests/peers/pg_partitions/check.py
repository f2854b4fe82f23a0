"""Access records in a real PostgreSQL, partitioned by month, read through the connector.   check.py PROVIDER_ASK"""
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "sql"))
from servers import Postgresql, secret_file

ASK = sys.argv[1] if len(sys.argv) > 1 else ""
DAY = 86400


def month(number):
    """First day of a month counted from the one three months ago."""
    today = datetime.datetime.now(datetime.timezone.utc)
    index = today.year * 12 + today.month - 1 - 3 + number
    return f"{index // 12:04}-{index % 12 + 1:02}-01"


def schema():
    parts = "\n".join(f"CREATE TABLE access_{i} PARTITION OF writ_access FOR VALUES FROM ('{month(i)} 00:00Z') TO ('{month(i + 1)} 00:00Z');" for i in range(5))
    return f"""CREATE TABLE writ_accounts(account text PRIMARY KEY, name text, phone text, created timestamptz);
CREATE INDEX ON writ_accounts(phone); CREATE INDEX ON writ_accounts(name);
CREATE TABLE writ_access(account text NOT NULL, address inet NOT NULL, port int, at timestamptz NOT NULL) PARTITION BY RANGE (at);
{parts}
CREATE INDEX ON writ_access(account, at); CREATE INDEX ON writ_access(address, at);
CREATE TABLE passwords(account text, hash text);
CREATE ROLE writ_reader LOGIN PASSWORD 'reader-secret'; CREATE ROLE stranger LOGIN PASSWORD 'reader-secret';
GRANT SELECT ON writ_accounts, writ_access TO writ_reader;"""


class Partitions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.state = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.state.name)
        cls.server = Postgresql()
        cls.now = int(time.time())
        try:
            cls.server.psql(schema())
            cls.server.psql(f"""INSERT INTO writ_accounts VALUES ('u1', 'ada', '+49309018200', to_timestamp({cls.now - 80 * DAY})), ('u2', 'bea', '', to_timestamp({cls.now - 5 * DAY}));
INSERT INTO writ_access VALUES ('u1', '203.0.113.1', 40001, to_timestamp({cls.now - 3600})), ('u1', '::ffff:203.0.113.1', NULL, to_timestamp({cls.now - 3 * DAY})),
('u1', '127.0.0.1', 1, to_timestamp({cls.now - 3600})), ('u1', '203.0.113.9', 0, to_timestamp({cls.now - 60 * DAY})),
('u2', '203.0.113.1', 50001, to_timestamp({cls.now - 3000})), ('u2', '2001:db8::5', 5005, to_timestamp({cls.now - 3600}));""")
            secret_file(cls.folder, "reader-secret")
            cls.configure("provider.toml")
        except BaseException:
            cls.server.stop()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.state.cleanup()

    @classmethod
    def configure(cls, name, user="writ_reader", port=None, more=""):
        (cls.folder / name).write_text(f'schema = "writ-provider/v1"\n[[source]]\nkind = "pg_partitions"\nname = "big"\nport = {port or cls.server.port}\n'
                                       f'database = "postgres"\nuser = "{user}"\nsecret_file = "secret"\n{more}\n')
        return name

    def ask(self, kind, value, *categories, file="provider.toml", **more):
        question = {"kind": kind, "value": value, "categories": list(categories), "as_of": self.now, "not_held": [], **more}
        done = subprocess.run([ASK, str(self.folder / file), json.dumps(question)], capture_output=True, text=True, timeout=60)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def test_rows_are_found_by_id_name_phone_and_address_in_every_spelling(self):
        found = self.ask("user_name", "ada", "ip_address", "phone_number", "last_seen")["accounts"][0]["categories"]
        self.assertEqual([("203.0.113.1", None), ("203.0.113.1", 40001)], [(d["value"], d["port"]) for d in found["ip_address"]["data"]])
        self.assertIn("loopback 1", found["ip_address"]["note"])
        self.assertEqual("used at", found["ip_address"]["data"][0]["time_meaning"])
        self.assertEqual(self.now - 3600, found["last_seen"]["data"][0]["at"])
        self.assertEqual(["u1"], [a["account"] for a in self.ask("phone_number", "+49309018200", "ip_address")["accounts"]])
        window = {"from": self.now - DAY, "to": self.now}
        self.assertEqual(["u1", "u2"], [a["account"] for a in self.ask("ip_address", "203.0.113.1", "phone_number", **window)["accounts"]])
        self.assertEqual(["u2"], [a["account"] for a in self.ask("ip_address", "203.0.113.1", "phone_number", port=50001, **window)["accounts"]])
        self.assertEqual("none_in_period", self.ask("user_id", "u2", "phone_number")["accounts"][0]["categories"]["phone_number"]["holding"])

    def audit(self, file="provider.toml", **options):
        done = subprocess.run([ASK, "--audit", str(self.folder / file), json.dumps(options)], capture_output=True, text=True, timeout=60)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def test_the_audit_counts_rows_past_their_retention(self):
        report = self.audit()
        self.assertEqual({"rows": 6, "past": 1, "oldest": self.now - 60 * DAY}, report["held"]["ip_address"])
        self.assertEqual(2, report["held"]["user_name"]["rows"])
        self.assertFalse([words for words in report["wrong"] if "no source has a place" in words and words.startswith("user_name")])
        self.assertTrue(any("drops the oldest partitions" in words for words in report["wrong"]), report)

    def test_an_address_that_many_share_names_nobody_whose_rows_have_no_port(self):
        shared = self.configure("shared.toml")
        path = self.folder / shared
        path.write_text(path.read_text().replace("[[source]]", 'shared_addresses = ["203.0.113.0/24"]\n[[source]]', 1))
        window = {"from": self.now - DAY, "to": self.now}
        self.server.psql(f"INSERT INTO writ_access(account, address, port, at) VALUES ('u1', '203.0.113.200', NULL, to_timestamp({self.now - 60})), ('u2', '203.0.113.200', 50001, to_timestamp({self.now - 60}))")
        self.addCleanup(self.server.psql, "DELETE FROM writ_access WHERE address = '203.0.113.200'")
        answer = self.ask("ip_address", "203.0.113.200", "phone_number", file=shared, port=50001, **window)
        self.assertEqual(["u2"], [a["account"] for a in answer["accounts"]])
        self.assertIn("without a port in its rows left out", answer["account_note"])

    def test_a_row_past_the_retention_is_expired(self):
        old = self.ask("user_id", "u1", "ip_address", **{"from": self.now - 61 * DAY, "to": self.now - 59 * DAY})
        self.assertNotIn("error", old)
        self.assertEqual("expired", old["accounts"][0]["categories"]["ip_address"]["holding"])

    def test_only_the_partitions_of_the_window_are_opened(self):
        plan = self.server.psql(f"EXPLAIN SELECT * FROM writ_access WHERE address = '203.0.113.1' AND at >= to_timestamp({self.now - DAY}) AND at < to_timestamp({self.now})").stdout
        opened = {f"access_{i}" for i in range(5) if f"access_{i}_" in plan}
        self.assertTrue(1 <= len(opened) <= 2, plan)  # a day lies in one month or in two

    def test_a_missing_right_a_dead_server_and_a_lock_are_unavailable_and_never_an_empty_answer(self):
        window = {"from": self.now - DAY, "to": self.now}
        for file, fault in ((self.configure("stranger.toml", user="stranger"), "permission"), (self.configure("gone.toml", port=1), "connection")):
            for kind, value, more in (("user_id", "u1", {}), ("user_id", "nobody", {}), ("ip_address", "203.0.113.1", window)):
                error = self.ask(kind, value, "ip_address", file=file, **more).get("error", {})
                self.assertEqual("unavailable", error.get("code"))
                self.assertTrue(error["rule"].startswith(fault + ":"), error)
        self.configure("slow.toml", more="limits.time_ms = 500")
        lock = subprocess.Popen(["psql", "-X", "-h", "127.0.0.1", "-p", str(self.server.port), "-U", "postgres", "-c",
                                 "BEGIN; LOCK TABLE writ_access IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(6)"],
                                env={"PGPASSWORD": self.server.password, "PATH": "/usr/bin:/bin"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while self.server.rows("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'writ_access'::regclass") == [("0",)]:
                time.sleep(0.05)
            error = self.ask("user_id", "u1", "ip_address", file="slow.toml").get("error", {})
            self.assertEqual("unavailable", error.get("code"))
            self.assertTrue(error["rule"].startswith("time limit:"), error)
        finally:
            self.server.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'BEGIN; LOCK%'")
            lock.wait()

    def test_the_role_can_read_nothing_else(self):
        denied = self.server.psql("SELECT * FROM passwords", user="writ_reader", password="reader-secret", check=False)
        self.assertIn("permission denied", denied.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
