"""A real ejabberd signs people in from several addresses, is attacked through its log, rotated and restarted; its SQL
store and log are then read through the connector.   check.py PROVIDER_ASK"""
import gzip
import json
import lzma
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "sql")]
from server import HOST, NEEDED, SQL, Client, Ejabberd, free_port
from servers import Mariadb, Postgresql, secret_file

ASK = sys.argv[1] if len(sys.argv) > 1 else ""
DAY = 86400


def forged(pid, user, address):
    """Three records as ejabberd writes them, for a sign-in that never was."""
    stamp = time.strftime("%Y-%m-%d %H:%M:%S.500000+00:00", time.gmtime(time.time() + 1))
    return "\n".join([f"{stamp} [info] <0.334.0>@ejabberd_listener:accept/7:256 ({pid}) Accepted proxied connection {address}:7777 -> 192.0.2.1:5222",
                      f"{stamp} [info] {pid}@ejabberd_c2s:process_auth_result/3:272 (tcp|{pid}) Accepted c2s PLAIN authentication for {user}@{HOST} by sql backend from {address}",
                      f"{stamp} [info] {pid}@ejabberd_c2s:bind/2:450 (tcp|{pid}) Opened c2s session for {user}@{HOST}/x"])


class Cases:
    """The same whatever store the accounts are in. A store gives `make_store()` -> lines of ejabberd.yml, `source()` -> lines
    of provider.toml, `passwords()`."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="writ-ejabberd-"))
        cls.folder.chmod(0o755)
        cls.server = Ejabberd(cls.folder, "auth_method: sql\ndefault_db: sql\n" + cls.make_store())
        cls.began = int(time.time())
        try:
            cls.fill()
        except BaseException:
            cls.tearDownClass()
            raise

    @classmethod
    def fill(cls):
        server = cls.server
        server.start()
        for name in ("alice", "bob", "carol", "victim"):
            server.ctl("register", name, HOST, "pw-" + name)
        Client(server.port, ("203.0.113.10", 40001)).login("alice", "pw-alice", "phone").close()
        time.sleep(1.1)  # times are given in seconds: another second, another row
        server.wait_for_log("Closing c2s session for alice")
        # Rotated as logrotate does: renamed, opened again, the old one compressed.
        os.rename(server.log, server.log.with_suffix(".log.1"))
        server.ctl("reopen_log")
        with open(server.log.with_suffix(".log.1"), "rb") as plain, gzip.open(server.log.with_suffix(".log.2.gz"), "wb") as packed:
            shutil.copyfileobj(plain, packed)
        os.unlink(server.log.with_suffix(".log.1"))
        server.stop()
        server.start()  # process ids begin again
        resource = "2026-01-01 00:00:00.000000+00:00 [info] <0.9.0>@ejabberd_c2s:bind/2:450 (tcp|<0.9.0>) Opened c2s session for carol@writ.test/z"
        bob = Client(server.port, ("2001:db8::b", 40002)).login("bob", "pw-bob", resource)
        direct = Client(server.plain_port).login("bob", "pw-bob", "direct")
        for user in ("alice", "a\n" + forged("<0.999.0>", "victim", "203.0.113.77") + "\nz",
                     f"a@{HOST} from 203.0.113.66: x\n" + forged("<0.998.0>", "victim", "203.0.113.78") + "\nz"):
            attacker = Client(server.port, ("203.0.113.66", 40003))
            assert not attacker.authenticate(user, "wrong")
            attacker.close()
        # PLAIN cuts a name at its @; SCRAM logs it whole, and so lets whole records in.
        attacker = Client(server.port, ("203.0.113.66", 40003))
        attacker.begin_scram("a\n" + forged("<0.997.0>", "victim", "203.0.113.79") + "\nz")
        attacker.close()
        time.sleep(1.1)
        Client(server.port, ("203.0.113.11", 40004)).login("alice", "pw-alice", "desk").close()
        carol = Client(server.port, ("203.0.113.11", 40005)).login("carol", "pw-carol", "desk")
        bob.close(), direct.close(), carol.close()
        server.wait_for_log("Closing c2s session for carol")
        server.ctl("unregister", "carol", HOST)
        cls.now = int(time.time()) + 1  # whole seconds: the last sign-in lies before it
        (cls.folder / "provider.toml").write_text(f'schema = "writ-provider/v1"\n[[source]]\nkind = "ejabberd"\nname = "jabber"\ndomain = "{HOST}"\n'
                                                  f'{cls.source()}\nlog = "{cls.server.log}"\n')

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

    def test_addresses_and_ports_are_read_over_rotation_compression_and_restart(self):
        answer = self.only("alice", "ip_address")
        self.assertEqual([("203.0.113.10", 40001), ("203.0.113.11", 40004)], [(d["value"], d["port"]) for d in answer["data"]])
        for datum in answer["data"]:
            self.assertTrue(datum["time_meaning"].startswith("signed in at (signed out at 2"), datum)
            self.assertTrue(self.began <= datum["at"] <= self.now)

    def test_a_sign_in_without_a_proxy_header_is_loopback_and_never_a_users_address(self):
        answer = self.only("bob", "ip_address")
        self.assertEqual([("2001:db8::b", 40002)], [(d["value"], d["port"]) for d in answer["data"]])
        self.assertIn("1 row was left out", answer["note"])
        self.assertIn("loopback 1", answer["note"])

    def test_records_that_a_failed_login_wrote_into_the_log_are_not_given(self):
        log = self.server.log.read_text()
        self.assertIn("Opened c2s session for victim", log, "the attack got into the log")
        answer = self.only("victim", "ip_address")
        self.assertEqual(("none_in_period", []), (answer["holding"], answer["data"]))
        self.assertIn("between failed sign-ins of one address", answer["note"])
        for address in ("203.0.113.77", "203.0.113.78", "203.0.113.79"):
            self.assertEqual([], self.ask("ip_address", address, "registration_date", **{"from": self.began, "to": self.now})["accounts"])

    def test_an_address_of_failed_logins_finds_nobody(self):
        answer = self.ask("ip_address", "203.0.113.66", "registration_date", **{"from": self.began, "to": self.now})
        self.assertEqual([], answer["accounts"])

    def test_an_address_with_a_window_finds_its_accounts_and_the_port_tells_them_apart(self):
        window = {"from": self.began, "to": self.now}
        both = self.ask("ip_address", "203.0.113.11", "registration_date", **window)
        self.assertEqual(["alice@writ.test", "carol@writ.test"], [a["account"] for a in both["accounts"]])
        one = self.ask("ip_address", "203.0.113.11", "registration_date", port=40004, **window)
        self.assertEqual(["alice@writ.test"], [a["account"] for a in one["accounts"]])

    def test_a_removed_account_is_not_found_by_name_and_still_by_the_log(self):
        self.assertEqual([], self.ask("user_name", "carol", "ip_address")["accounts"])

    def test_registration_and_last_sign_out_come_from_the_store(self):
        registered = self.only("alice", "registration_date")
        self.assertTrue(self.began - 1 <= registered["data"][0]["at"] <= self.now)
        last = self.only("alice", "last_seen")
        self.assertEqual("last signed out at", last["data"][0]["time_meaning"])
        self.assertEqual("not_held_by_design", self.only("alice", "phone_number")["holding"])

    def test_a_later_record_clock_makes_the_sign_ins_expired(self):
        answer = self.only("alice", "ip_address", as_of=self.now + 40 * DAY)
        self.assertEqual(("expired", []), (answer["holding"], answer["data"]))

    def test_a_log_that_is_gone_or_broken_is_unavailable_and_never_an_empty_answer(self):
        text = (self.folder / "provider.toml").read_text()
        (self.folder / "gone.toml").write_text(text.replace("ejabberd.log", "other.log"))
        gone = self.ask("user_name", "alice", "ip_address", file="gone.toml")
        self.assertEqual("unavailable", gone["error"]["code"])
        broken = self.folder / "broken"
        broken.mkdir()
        shutil.copy(self.server.log, broken / "ejabberd.log")
        packed = self.server.log.with_suffix(".log.2.gz").read_bytes()
        (broken / "ejabberd.log.2.gz").write_bytes(packed[:len(packed) // 2])
        (self.folder / "broken.toml").write_text(text.replace(str(self.server.log), str(broken / "ejabberd.log")))
        cut = self.ask("user_name", "alice", "ip_address", file="broken.toml")
        self.assertEqual("unavailable", cut["error"]["code"])
        whole = gzip.decompress(packed)
        zoneless = re.sub(rb"(?m)^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+)[+-]\d\d:\d\d", rb"\1", whole)
        self.assertNotEqual(whole, zoneless)
        for name, content, words in (("ejabberd.log.2.xz", lzma.compress(whole), "another program than gzip"), ("ejabberd.log.2", zoneless, "no line of it is a record with a time and its zone")):
            (broken / "ejabberd.log.2.gz").unlink(missing_ok=True)
            (broken / name).write_bytes(content)
            error = self.ask("user_name", "alice", "ip_address", file="broken.toml").get("error", {})
            self.assertEqual(("unavailable", True), (error.get("code"), words in str(error.get("rule"))), error)
            (broken / name).unlink()
        (broken / "ejabberd.log.2").write_bytes(b"a record that rotation cut in two\n" * 3000 + whole)
        self.assertEqual(2, len(self.only("alice", "ip_address", file="broken.toml")["data"]), "a record far down is read")

    def audit(self, file="provider.toml", **options):
        done = subprocess.run([ASK, "--audit", str(self.folder / file), json.dumps(options)], capture_output=True, text=True, timeout=60)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def test_the_audit_counts_the_log_and_the_store_and_names_what_is_past(self):
        report = self.audit()
        self.assertTrue(report["complete"])
        self.assertEqual(4 - 1, report["held"]["registration_date"]["rows"])  # carol is gone
        self.assertGreater(report["held"]["ip_address"]["rows"], 5)
        self.assertTrue(self.began - 5 <= report["held"]["ip_address"]["oldest"] <= self.now)
        self.assertEqual(0, report["held"]["last_seen"]["past"])
        self.assertTrue(self.began - 5 <= report["held"]["last_seen"]["oldest"] <= self.now)
        self.assertFalse([words for words in report["wrong"] if "older than" in words])
        against = self.audit(not_held=["ip_address"])
        self.assertTrue(any("logrotate" in words for words in against["wrong"]), against)

    def wrong(self):
        done = subprocess.run([ASK, "--check", str(self.folder / "provider.toml"), str(self.now)], check=True, capture_output=True, text=True, timeout=60)
        return [f["said"] for f in json.loads(done.stdout)["findings"] if f["wrong"]]

    def test_passwords_cannot_be_read_through_the_connector(self):
        self.assertTrue(self.passwords(), "there is something to refuse")
        self.assertNotIn("pw-alice", json.dumps(self.ask("user_name", "alice", "registration_date", "ip_address", "last_seen")))

    def test_its_own_api_writes_what_it_was_asked_into_the_log_and_answers_200_for_nobody(self):
        """Why Writ asks the store and never the API: the look-up itself would tell."""
        for user in ("alice", "nobody-of-this-name"):
            asked = urllib.request.Request(f"http://127.0.0.1:{self.server.api_port}/api/get_last", json.dumps({"user": user, "host": HOST}).encode(),
                                           {"Content-Type": "application/json"})
            self.assertEqual(200, urllib.request.urlopen(asked, timeout=20).status)
            self.server.wait_for_log(f"API call get_last .*{user}")

    def test_with_accounts_in_mnesia_they_are_known_from_the_log(self):
        (self.folder / "mnesia.toml").write_text(f'schema = "writ-provider/v1"\n[[source]]\nkind = "ejabberd"\nname = "jabber"\ndomain = "{HOST}"\n'
                                                 f'store = "mnesia"\nlog = "{self.server.log}"\n')
        answer = self.ask("user_name", "carol", "ip_address", file="mnesia.toml")
        self.assertEqual(["203.0.113.11"], [d["value"] for d in answer["accounts"][0]["categories"]["ip_address"]["data"]])
        self.assertEqual([], self.ask("user_name", "victim", "ip_address", file="mnesia.toml")["accounts"])


class SqliteTest(Cases, unittest.TestCase):
    @classmethod
    def make_store(cls):
        cls.database = cls.folder / "spool" / "ejabberd.db"
        cls.database.parent.mkdir()
        with sqlite3.connect(cls.database) as db:
            db.executescript(SQL.read_text())
        return f'sql_type: sqlite\nsql_database: "{cls.database}"'

    @classmethod
    def source(cls):
        return f'store = "sqlite"\nfile = "{cls.database}"'

    def passwords(self):
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as db:
            return db.execute("SELECT password FROM users").fetchall()


class PostgresqlTest(Cases, unittest.TestCase):
    """With the newer schema (new_sql_schema), and a role that may read the columns of the documents and no other."""

    @classmethod
    def make_store(cls):
        cls.database = Postgresql()
        cls.addClassCleanup(cls.database.stop)
        cls.database.psql("CREATE ROLE ejabberd LOGIN PASSWORD 'store-secret'")
        cls.database.psql("CREATE ROLE writ_reader LOGIN PASSWORD 'reader-secret'")
        cls.database.psql("CREATE DATABASE ejabberd OWNER ejabberd")
        cls.database.psql("", database="ejabberd", user="ejabberd", password="store-secret", file=SQL.with_name("pg.new.sql"))
        for grant in ("SELECT (username, created_at, server_host) ON users", "SELECT (username, seconds, server_host) ON last"):
            cls.database.psql(f"GRANT {grant} TO writ_reader", database="ejabberd")
        secret_file(cls.folder, "reader-secret")
        return ("new_sql_schema: true\nsql_type: pgsql\nsql_server: 127.0.0.1\nsql_database: ejabberd\nsql_username: ejabberd\n"
                f"sql_password: store-secret\nsql_port: {cls.database.port}")

    @classmethod
    def source(cls):
        return (f'store = "postgresql"\nnew_schema = true\nport = {cls.database.port}\ndatabase = "ejabberd"\nuser = "writ_reader"\n'
                'secret_file = "secret"')

    def passwords(self):
        return self.database.rows("SELECT password FROM users", database="ejabberd")

    def test_a_grant_that_is_missing_or_too_wide_is_named(self):
        self.assertEqual([], self.wrong())
        self.database.psql("GRANT SELECT (password) ON users TO writ_reader", database="ejabberd")
        self.addCleanup(self.database.psql, "REVOKE SELECT (password) ON users FROM writ_reader", database="ejabberd")
        self.assertTrue(any("users.password" in said for said in self.wrong()), self.wrong())


class MariadbTest(Cases, unittest.TestCase):
    """With the older schema, and the column grants of the documents."""

    @classmethod
    def make_store(cls):
        cls.database = Mariadb()
        cls.addClassCleanup(cls.database.stop)
        cls.database.sql("CREATE DATABASE ejabberd CHARACTER SET utf8mb4 COLLATE utf8mb4_bin; CREATE USER 'ejabberd'@'127.0.0.1' IDENTIFIED BY 'store-secret';"
                         " GRANT ALL ON ejabberd.* TO 'ejabberd'@'127.0.0.1'; CREATE USER 'writ_reader'@'127.0.0.1' IDENTIFIED BY 'reader-secret'")
        cls.database.sql(SQL.with_name("mysql.sql").read_text(), "ejabberd")
        for grant in ("SELECT (username, created_at) ON users", "SELECT (username, seconds) ON last"):
            cls.database.sql(f"GRANT {grant} TO 'writ_reader'@'127.0.0.1'", "ejabberd")
        secret_file(cls.folder, "reader-secret")
        return ("sql_type: mysql\nsql_server: 127.0.0.1\nsql_database: ejabberd\nsql_username: ejabberd\n"
                f"sql_password: store-secret\nsql_port: {cls.database.port}")

    @classmethod
    def source(cls):
        return f'store = "mariadb"\nport = {cls.database.port}\ndatabase = "ejabberd"\nuser = "writ_reader"\nsecret_file = "secret"'

    def passwords(self):
        return self.database.sql("SELECT password FROM users", "ejabberd").stdout.split()

    def test_a_grant_that_is_missing_or_too_wide_is_named(self):
        self.assertEqual([], self.wrong())
        self.database.sql("GRANT SELECT (password) ON users TO 'writ_reader'@'127.0.0.1'", "ejabberd")
        self.addCleanup(self.database.sql, "REVOKE SELECT (password) ON users FROM 'writ_reader'@'127.0.0.1'", "ejabberd")
        self.assertTrue(any("users.password" in said for said in self.wrong()), self.wrong())


class WithoutItsDriver(unittest.TestCase):
    """Debian's package without the packages that it recommends."""

    def test_ejabberd_without_its_driver_says_started_and_fails_at_the_first_query(self):
        if subprocess.run(["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode != 0:
            self.skipTest("needs the right to a mount namespace of its own")
        folder = pathlib.Path(tempfile.mkdtemp(prefix="writ-ejabberd-"))
        self.addCleanup(shutil.rmtree, folder, True)
        folder.chmod(0o755)
        server = Ejabberd(folder, f"auth_method: sql\ndefault_db: sql\nsql_type: pgsql\nsql_server: 127.0.0.1\nsql_port: {free_port()}\n"
                          "sql_database: ejabberd\nsql_username: ejabberd\nsql_password: none")
        driver = next(pathlib.Path("/usr/lib/erlang/lib").glob("p1_pgsql-*"))
        # In a mount namespace of its own, so that nobody else on this machine misses the package.
        server.start(before=["unshare", "--mount", "sh", "-c", f'mount -t tmpfs none {driver} && exec "$@"', "sh"])
        self.addCleanup(server.stop)
        server.wait_for_log("is started in the node")
        with self.assertRaises(RuntimeError):
            server.ctl("register", "alice", HOST, "pw-alice")
        server.wait_for_log("p1_pgsql|pgsql")


if __name__ == "__main__":
    if not all(pathlib.Path(path).exists() for path in NEEDED):
        sys.exit("this test needs Debian's ejabberd (scripts/packages.txt)")
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
