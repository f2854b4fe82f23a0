"""A real Prosody signs people in from several addresses, on internal and on SQL storage; both are read through the
connector.   check.py PROVIDER_ASK"""
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
from server import HOST, NEEDED, Bosh, Prosody
from servers import Mariadb as MariadbServer, Postgresql as PostgresqlServer, secret_file

ASK = sys.argv[1] if len(sys.argv) > 1 else ""
DAY = 86400


class Cases:
    """The same on both storages."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="writ-prosody-"))
        cls.folder.chmod(0o755)
        cls.server = Prosody(cls.folder, cls.STORAGE)
        cls.began = int(time.time())
        try:
            for name in ("alice", "bob", "b%-x", "carol", "never"):
                cls.server.ctl("register", name, HOST, "pw-" + name)
            cls.server.start()
            Bosh(cls.server.port, "203.0.113.9").login("alice", "pw-alice", "old").close()
            time.sleep(1.1)
            alice = Bosh(cls.server.port, "203.0.113.10").login("alice", "pw-alice", "phone")
            time.sleep(1.1)  # sign-in and sign-out within one second would say the same
            alice.close()
            Bosh(cls.server.port, "2001:DB8:0:0::B").login("bob", "pw-bob", "desk").close()
            Bosh(cls.server.port, "203.0.113.10").login("b%-x", "pw-b%-x", "desk").close()
            Bosh(cls.server.port, "127.0.0.1").login("carol", "pw-carol", "direct").close()
            attacker = Bosh(cls.server.port, "203.0.113.66")
            assert not attacker.authenticate("never", "wrong")
            attacker.connection.close()
            time.sleep(1)
        except BaseException:
            cls.tearDownClass()
            raise
        cls.now = int(time.time())
        (cls.folder / "provider.toml").write_text(f'schema = "writ-provider/v1"\n[[source]]\nkind = "prosody"\nname = "jabber"\ndomain = "{HOST}"\n'
                                                  + cls.SOURCE.format(data=cls.server.data) + "\n")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def ask(self, kind, value, *categories, file="provider.toml", **more):
        question = {"kind": kind, "value": value, "categories": list(categories), "as_of": self.now, "not_held": [], **more}
        done = subprocess.run([ASK, str(self.folder / file), json.dumps(question)], capture_output=True, text=True, timeout=60)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def only(self, value, category, **more):
        accounts = self.ask("user_name", value, category, **more)["accounts"]
        self.assertEqual(1, len(accounts))
        return accounts[0]["categories"][category]

    def test_the_last_address_of_each_kind_is_given_and_the_one_before_is_not_kept(self):
        answer = self.only("alice", "ip_address")
        self.assertEqual({"203.0.113.10"}, {d["value"] for d in answer["data"]})
        self.assertEqual({"last signed in at", "last signed out at"}, {d["time_meaning"] for d in answer["data"]})
        self.assertIn("Only the last event of each kind is kept", answer["note"])
        for datum in answer["data"]:
            self.assertTrue(self.began < datum["at"] <= self.now)
            self.assertIsNone(datum["port"])
        self.assertEqual({"2001:db8::b"}, {d["value"] for d in self.only("bob@" + HOST, "ip_address")["data"]})

    def test_an_address_with_a_window_finds_its_accounts_and_says_what_it_misses(self):
        window = {"from": self.began, "to": self.now + 1}
        found = self.ask("ip_address", "203.0.113.10", "last_seen", **window)
        self.assertEqual(["alice@" + HOST, "b%-x@" + HOST], [a["account"] for a in found["accounts"]])
        self.assertIn("signed in again later is not found", found["account_note"])
        for overwritten_or_failed in ("203.0.113.9", "203.0.113.66"):
            self.assertEqual([], self.ask("ip_address", overwritten_or_failed, "last_seen", **window)["accounts"])

    def wrong(self):
        done = subprocess.run([ASK, "--check", str(self.folder / "provider.toml"), str(self.now)], check=True, capture_output=True, text=True, timeout=60)
        return [f["said"] for f in json.loads(done.stdout)["findings"] if f["wrong"]]

    def audit(self, file="provider.toml", **options):
        done = subprocess.run([ASK, "--audit", str(self.folder / file), json.dumps(options)], capture_output=True, text=True, timeout=60)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def test_the_audit_counts_events_and_names_the_setting(self):
        report = self.audit(not_held=["ip_address"])
        self.assertEqual(8, report["held"]["ip_address"]["rows"])  # the last sign-in and sign-out of four
        self.assertGreaterEqual(report["held"]["user_name"]["rows"], 5)  # four signed in, one never did
        self.assertTrue(self.began <= report["held"]["last_seen"]["oldest"] <= self.now)
        self.assertTrue(any("lastlog_ip_address" in words for words in report["wrong"]), report)

    def test_a_loopback_address_is_never_a_users(self):
        answer = self.only("carol", "ip_address")
        self.assertEqual(("none_in_period", []), (answer["holding"], answer["data"]))
        self.assertIn("loopback", answer["note"])

    def test_an_account_without_events_exists_and_holds_none(self):
        self.assertEqual("none_in_period", self.only("never", "ip_address")["holding"])
        self.assertEqual("none_in_period", self.only("never", "registration_date")["holding"])
        self.assertEqual([], self.ask("user_name", "nobody", "ip_address")["accounts"])
        self.assertEqual("not_held_by_design", self.only("never", "phone_number")["holding"])

    def test_a_later_record_clock_makes_the_events_expired(self):
        self.assertEqual("expired", self.only("alice", "ip_address", as_of=self.now + 40 * DAY)["holding"])

    def test_a_store_that_cannot_be_read_is_unavailable_and_never_an_empty_answer(self):
        text = (self.folder / "provider.toml").read_text()
        (self.folder / "gone.toml").write_text(text.replace(str(self.server.data), str(self.folder / "elsewhere")))
        self.assertEqual("unavailable", self.ask("user_name", "alice", "ip_address", file="gone.toml")["error"]["code"])

    def test_the_log_names_no_address_so_it_is_not_read(self):
        log = self.server.log.read_text()
        self.assertIn("Authenticated as alice@" + HOST, log)
        self.assertNotIn("203.0.113.10", log)
        self.assertNotIn(time.strftime("%Y", time.gmtime(self.now)), log.split("Authenticated as alice")[0].splitlines()[-1][:20], "a line has no year")


def documented(number):
    """The SQL that the documents tell the operator to install: the first for PostgreSQL, the second for MariaDB."""
    return (HERE.parents[2] / "docs" / "provider-prosody.md").read_text().split("```sql\n")[number].split("```")[0]


class Internal(Cases, unittest.TestCase):
    STORAGE = 'storage = "internal"'
    SOURCE = 'store = "internal"\ndata_path = "{data}"'

    def test_a_file_that_is_something_else_is_unavailable(self):
        copy = self.folder / "copy"
        shutil.copytree(self.server.data, copy)
        (copy / "writ%2etest" / "lastlog2" / "alice.dat").write_text('return { ["login"] = os.execute("id"); };')
        (self.folder / "copy.toml").write_text((self.folder / "provider.toml").read_text().replace(str(self.server.data), str(copy)))
        self.assertEqual("unavailable", self.ask("user_name", "alice", "ip_address", file="copy.toml")["error"]["code"])


class Sql(Cases, unittest.TestCase):
    STORAGE = 'storage = "sql"; sql = { driver = "SQLite3", database = "prosody.sqlite" }'
    SOURCE = 'store = "sqlite"\nfile = "{data}/prosody.sqlite"'


class OnServer(Cases):
    def test_a_store_that_cannot_be_read_is_unavailable_and_never_an_empty_answer(self):
        text = (self.folder / "provider.toml").read_text()
        (self.folder / "gone.toml").write_text(text.replace(f"port = {self.database.port}", "port = 1"))
        self.assertEqual("unavailable", self.ask("user_name", "alice", "ip_address", file="gone.toml")["error"]["code"])


class Postgresql(OnServer, unittest.TestCase):
    """Passwords' hashes stand in the table that is read: the role reads a view in its place, as the documents say."""
    SOURCE = ""

    @classmethod
    def setUpClass(cls):
        cls.database = PostgresqlServer()
        cls.addClassCleanup(cls.database.stop)
        for sql in ("CREATE ROLE prosody LOGIN PASSWORD 'store-secret'", "CREATE ROLE writ_reader LOGIN PASSWORD 'reader-secret'",
                    "CREATE DATABASE prosody OWNER prosody"):
            cls.database.psql(sql)
        cls.STORAGE = (f'storage = "sql"; sql = {{ driver = "PostgreSQL", host = "127.0.0.1", port = {cls.database.port}, database = "prosody",'
                       ' username = "prosody", password = "store-secret" }')
        super().setUpClass()
        cls.database.psql(documented(1), database="prosody")
        secret_file(cls.folder, "reader-secret")
        with open(cls.folder / "provider.toml", "a") as file:
            file.write(f'store = "postgresql"\nport = {cls.database.port}\ndatabase = "prosody"\nuser = "writ_reader"\nsecret_file = "secret"\n')

    def test_a_role_that_reads_the_view_is_fit_and_one_that_reads_the_table_is_named(self):
        self.assertEqual([], self.wrong())
        self.assertNotEqual(0, self.database.psql("SELECT value FROM public.prosody", database="prosody", user="writ_reader", password="reader-secret", check=False).returncode)
        self.database.psql("GRANT SELECT ON public.prosody TO writ_reader", database="prosody")
        self.assertTrue(any("public.prosody.host" in said for said in self.wrong()), self.wrong())
        for sql in ("GRANT SELECT ON public.prosody TO writ_reader", "ALTER ROLE writ_reader SET search_path = public"):
            self.database.psql(sql, database="prosody")
        self.addCleanup(self.database.psql, "REVOKE SELECT ON public.prosody FROM writ_reader; ALTER ROLE writ_reader SET search_path = writ", database="prosody")
        self.assertTrue(any("password hashes" in said for said in self.wrong()), self.wrong())


class Mariadb(OnServer, unittest.TestCase):
    """As in PostgreSQL; the view has the table's name in a database of its own."""
    SOURCE = ""

    @classmethod
    def setUpClass(cls):
        cls.database = MariadbServer()
        cls.addClassCleanup(cls.database.stop)
        cls.database.sql("CREATE DATABASE prosody CHARACTER SET utf8mb4 COLLATE utf8mb4_bin; CREATE USER 'prosody'@'127.0.0.1' IDENTIFIED BY 'store-secret';"
                         " GRANT ALL ON prosody.* TO 'prosody'@'127.0.0.1'; CREATE USER 'writ_reader'@'127.0.0.1' IDENTIFIED BY 'reader-secret'")
        cls.STORAGE = (f'storage = "sql"; sql = {{ driver = "MySQL", host = "127.0.0.1", port = {cls.database.port}, database = "prosody",'
                       ' username = "prosody", password = "store-secret" }')
        super().setUpClass()
        cls.database.sql(documented(2))
        secret_file(cls.folder, "reader-secret")
        with open(cls.folder / "provider.toml", "a") as file:
            file.write(f'store = "mariadb"\nport = {cls.database.port}\ndatabase = "writ"\nuser = "writ_reader"\nsecret_file = "secret"\n')

    def test_a_role_that_reads_the_view_is_fit_and_one_that_reads_the_table_is_named(self):
        self.assertEqual([], self.wrong())
        refused = self.database.sql("SELECT value FROM prosody.prosody", user="writ_reader", password="reader-secret", check=False, tcp=True)
        self.assertNotEqual(0, refused.returncode)
        self.database.sql("GRANT SELECT ON prosody.prosody TO 'writ_reader'@'127.0.0.1'")
        self.addCleanup(self.database.sql, "REVOKE SELECT ON prosody.prosody FROM 'writ_reader'@'127.0.0.1'")
        self.assertTrue(self.wrong(), "a right on the table itself")
        file = self.folder / "provider.toml"
        (self.folder / "table.toml").write_text(file.read_text().replace('database = "writ"', 'database = "prosody"'))
        done = subprocess.run([ASK, "--check", str(self.folder / "table.toml"), str(self.now)], check=True, capture_output=True, text=True, timeout=60)
        self.assertIn("password hashes", done.stdout)


if __name__ == "__main__":
    if not all(pathlib.Path(path).exists() for path in NEEDED):
        sys.exit("this test needs Debian's prosody and prosody-modules (scripts/packages.txt)")
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
