"""Two shards of a real ClickHouse are read through the connector; then one dies, one is slow, one is cut off.
check.py PROVIDER_ASK"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "sql")]
from plain import PlainServer
from server import NEEDED, Cutter, cluster, make_tables
from tls import make_certificates

ASK = sys.argv[1] if len(sys.argv) > 1 else ""
DAY = 86400


def ipv6(text):
    return f"IPv6StringToNum('{text}')"


class RealClickhouse(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="writ-clickhouse-"))
        cls.shards = []
        cls.now = int(time.time())
        try:
            certificates = cls.folder / "certificates"
            certificates.mkdir()
            make_certificates(certificates)
            cls.shards = cluster(cls.folder, certificates=certificates)
            make_tables(cls.shards)
            cls.fill()
        except BaseException:
            cls.tearDownClass()
            raise

    @classmethod
    def fill(cls):
        hour = cls.now - 3600
        rows = {0: [("u1", "::ffff:203.0.113.1", 40001, hour), ("u1", "::ffff:203.0.113.1", 40002, cls.now - 3 * DAY),
                    ("u1", "::ffff:127.0.0.1", 1, hour), ("u1", "::ffff:203.0.113.9", 0, cls.now - 100 * DAY)],
                1: [("u2", "2001:db8::5", 5005, hour), ("u2", "::ffff:203.0.113.1", 50001, hour + 60)]}
        for index, shard in enumerate(cls.shards):
            name = f"u{index + 1}"
            shard.query(f"INSERT INTO accounts_local VALUES ('{name}', 'name{name}', '+4930901820{index}', {cls.now - 200 * DAY})")
            for account, address, port, at in rows[index]:
                shard.query(f"INSERT INTO access_local SELECT '{account}', {ipv6(address)}, {port}, toDateTime({at})")
        (cls.folder / "secret").write_text("reader-secret\n")
        (cls.folder / "secret").chmod(0o600)
        cls.configure("provider.toml", cls.shards[0].http)

    @classmethod
    def configure(cls, name, port, user="writ", secret="secret", more=""):
        (cls.folder / name).write_text(f'schema = "writ-provider/v1"\n[[source]]\nkind = "clickhouse"\nname = "big"\nurl = "http://127.0.0.1:{port}/"\n'
                                       f'user = "{user}"\nsecret_file = "{secret}"\naccess_by_address = "writ_access_by_address"\n{more}\n')
        return name

    @classmethod
    def tearDownClass(cls):
        for shard in cls.shards:
            shard.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def ask(self, kind, value, *categories, file="provider.toml", **more):
        question = {"kind": kind, "value": value, "categories": list(categories), "as_of": self.now, "not_held": [], **more}
        done = subprocess.run([ASK, str(self.folder / file), json.dumps(question)], capture_output=True, text=True, timeout=60)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def unavailable(self, fault, file):
        """Never an empty answer: an error that names the fault, for every kind of question."""
        for kind, value, more in (("user_id", "u1", {}), ("user_id", "nobody", {}), ("phone_number", "+49309018201", {}),
                                  ("ip_address", "203.0.113.1", {"from": self.now - DAY, "to": self.now})):
            answer = self.ask(kind, value, "ip_address", file=file, **more)
            self.assertEqual("unavailable", answer.get("error", {}).get("code"), answer)
            self.assertTrue(answer["error"]["rule"].startswith(fault + ":"), answer)
            self.assertNotIn(value, answer["error"]["rule"])

    def test_rows_of_both_shards_are_found_by_id_name_phone_and_address(self):
        first = self.ask("user_id", "u1", "ip_address", "phone_number", "registration_date")["accounts"][0]["categories"]
        self.assertEqual([("203.0.113.1", 40002), ("203.0.113.1", 40001)], [(d["value"], d["port"]) for d in first["ip_address"]["data"]])
        self.assertIn("loopback 1", first["ip_address"]["note"])
        self.assertEqual("+49309018200", first["phone_number"]["data"][0]["value"])
        self.assertEqual(self.now - 200 * DAY, first["registration_date"]["data"][0]["at"])
        second = self.ask("user_name", "nameu2", "ip_address")["accounts"][0]["categories"]["ip_address"]
        self.assertEqual(["2001:db8::5", "203.0.113.1"], [d["value"] for d in second["data"]])
        self.assertEqual(["u2"], [a["account"] for a in self.ask("phone_number", "+49309018201", "ip_address")["accounts"]])
        window = {"from": self.now - DAY, "to": self.now}
        self.assertEqual(["u1", "u2"], [a["account"] for a in self.ask("ip_address", "203.0.113.1", "phone_number", **window)["accounts"]])
        self.assertEqual(["u2"], [a["account"] for a in self.ask("ip_address", "203.0.113.1", "phone_number", port=50001, **window)["accounts"]])

    def test_a_row_past_the_retention_is_expired_and_a_value_cannot_leave_its_place(self):
        old = self.ask("user_id", "u1", "ip_address", **{"from": self.now - 120 * DAY, "to": self.now - 90 * DAY})
        self.assertEqual("expired", old["accounts"][0]["categories"]["ip_address"]["holding"])
        for hostile in ("x' OR 1 = 1 --", "u1\\", "\t", "u1\nu2", "q\0"):
            self.assertEqual([], self.ask("user_id", hostile, "ip_address").get("accounts", []), hostile)

    def audit(self, file="provider.toml", **options):
        done = subprocess.run([ASK, "--audit", str(self.folder / file), json.dumps(options)], capture_output=True, text=True, timeout=60)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def test_the_audit_counts_both_shards_and_what_is_past(self):
        report = self.audit()
        self.assertEqual({"rows": 6, "past": 1, "oldest": self.now - 100 * DAY}, report["held"]["ip_address"])
        self.assertEqual(2, report["held"]["phone_number"]["rows"])
        self.assertEqual(2, report["held"]["user_name"]["rows"])
        self.assertTrue(any("1 of 6 rows are older than the declared 28 days" in words and "TTL" in words for words in report["wrong"]), report)

    def test_a_password_that_is_wrong_and_a_user_without_the_right_are_unavailable(self):
        (self.folder / "other").write_text("wrong\n")
        (self.folder / "other").chmod(0o600)
        self.unavailable("permission", self.configure("wrong.toml", self.shards[0].http, secret="other"))
        self.unavailable("permission", self.configure("stranger.toml", self.shards[0].http, user="stranger"))

    def over_tls(self, port, authority="ca", host="127.0.0.1"):
        name = self.configure("tls.toml", port, more=f'tls_ca = "certificates/{authority}.pem"')
        file = self.folder / name
        file.write_text(file.read_text().replace("http://127.0.0.1", f"https://{host}"))
        return name

    def test_a_server_whose_certificate_is_signed_for_its_name_is_asked_over_tls(self):
        answer = self.ask("user_id", "u1", "phone_number", file=self.over_tls(self.shards[0].https))
        self.assertEqual("+49309018200", answer["accounts"][0]["categories"]["phone_number"]["data"][0]["value"])

    def test_another_authority_another_name_or_no_tls_is_refused_before_anything_is_asked(self):
        self.unavailable("tls", self.over_tls(self.shards[0].https, authority="other-ca"))
        self.unavailable("tls", self.over_tls(self.shards[0].https, host="localhost"))
        with PlainServer(b"HTTP/1.1 400 Bad Request\r\n\r\n") as plain:
            file = self.over_tls(plain.port)
            self.unavailable("tls", file)
            self.assertIn(f'by url = "https://127.0.0.1:{plain.port}/", tls_ca = "', self.ask("user_id", "u1", "phone_number", file=file)["error"]["rule"])
            self.assertTrue(plain.heard)
            for secret in (b"reader-secret", b"u1", b"SELECT"):
                self.assertNotIn(secret, plain.heard)

    def test_a_server_that_is_not_there_is_unavailable(self):
        self.unavailable("connection", self.configure("gone.toml", 1))

    def test_an_answer_that_was_cut_off_is_unavailable(self):
        for limit in (0, 30, 60):
            cutter = Cutter(self.shards[0].http, limit)
            self.unavailable("connection", self.configure("cut.toml", cutter.port))
            cutter.close()

    def test_a_server_that_is_slow_hits_the_time_limit(self):
        cutter = Cutter(self.shards[0].http, 1 << 20, pause=3)
        self.unavailable("time limit", self.configure("slow.toml", cutter.port, more="limits.time_ms = 300"))
        cutter.close()

    def test_the_servers_own_time_limit_is_unavailable_with_its_name(self):
        self.shards[0].query("CREATE TABLE IF NOT EXISTS slow_access_local AS access_local")
        self.shards[0].query("CREATE VIEW IF NOT EXISTS slow_access AS SELECT * FROM writ_access WHERE sleepEachRow(0.9) = 0")
        cutter = Cutter(self.shards[0].http, 1 << 20, replace=(b"max_execution_time=20", b"max_execution_time=01"))
        self.configure("own.toml", cutter.port, more='access = "slow_access"\nlimits.time_ms = 20000')
        answer = self.ask("user_id", "u1", "ip_address", file="own.toml")
        cutter.close()
        self.assertEqual(("unavailable", True), (answer.get("error", {}).get("code"), answer["error"]["rule"].startswith("time limit: status 500")), answer)
        self.assertIn("the server's code 159", answer["error"]["rule"])

    def test_every_question_is_asked_read_only_though_the_user_may_write(self):
        cutter = Cutter(self.shards[0].http, 1 << 20)
        answer = self.ask("user_id", "u1", "phone_number", file=self.configure("writer-asks.toml", cutter.port, user="writer"))
        cutter.close()
        self.assertEqual("+49309018200", answer["accounts"][0]["categories"]["phone_number"]["data"][0]["value"])
        self.assertTrue(cutter.heads and all(b"&readonly=2&" in head for head in cutter.heads), cutter.heads)
        self.assertFalse(any(b"reader-secret" in head.split(b"\r\n")[0] for head in cutter.heads))
        for statement in ("INSERT INTO accounts_local VALUES ('x', '', '', 0)", "DROP TABLE accounts_local"):
            with self.assertRaisesRegex(RuntimeError, "readonly"):
                self.shards[0].query(statement, more={"user": "writer", "password": "reader-secret", "readonly": 2})

    def test_too_many_rows_are_an_error_and_not_a_shorter_answer(self):
        self.configure("few.toml", self.shards[0].http, more="limits.rows = 2")
        answer = self.ask("user_id", "u1", "ip_address", file="few.toml")
        self.assertTrue(answer["error"]["rule"].startswith("row cap:"), answer)

    def examined(self, file="provider.toml"):
        done = subprocess.run([ASK, "--check", str(self.folder / file), str(self.now)], capture_output=True, text=True, timeout=60)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def test_a_check_passes_a_reader_and_names_a_user_that_may_write(self):
        self.assertNotIn('"wrong":true', self.examined().replace(" ", ""))
        self.assertIn("readonly = 2", self.examined(self.configure("writer.toml", self.shards[0].http, user="writer")))
        self.assertIn("could not be asked", self.examined(self.configure("closed.toml", 1)))

    def test_z_a_dead_shard_fails_every_question_though_the_operators_profile_would_skip_it(self):
        self.assertEqual("1\n", self.shards[0].query("SELECT count() FROM writ_accounts WHERE account = 'u2'"))
        self.shards[1].stop()
        skipped = self.shards[0].query("SELECT count() FROM writ_accounts WHERE account = 'u1' SETTINGS skip_unavailable_shards = 1")
        self.assertEqual("1\n", skipped, "what an empty answer would be made of")
        self.unavailable("connection", "provider.toml")
        self.shards[1].start()
        self.assertEqual(["u2"], [a["account"] for a in self.ask("user_id", "u2", "ip_address")["accounts"]])


if __name__ == "__main__":
    if not pathlib.Path(NEEDED).exists():
        sys.exit("this test needs Debian's clickhouse-server (scripts/packages.txt)")
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
