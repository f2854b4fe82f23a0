"""The connector against a real Synapse: python3 check.py PROVIDER_ASK FOLDER [unittest arguments]."""
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
from homeserver import Homeserver, install

HELPER, FOLDER = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
SPELLINGS = {  # X-Forwarded-For as sent -> what the connector reports
    "203.0.113.30": "203.0.113.30",
    "2001:DB8:0:0::B": "2001:db8::b",
    "::ffff:203.0.113.31": "203.0.113.31",
    "203.0.113.33:5555": "203.0.113.33",
}
NOT_USERS = ["not-an-ip", "10.1.2.3", None]  # None: no header, so 127.0.0.1
READ = {"users": ["name", "creation_ts", "deactivated"], "user_ips": ["user_id", "ip", "user_agent", "last_seen"],
        "user_threepids": ["user_id", "medium", "address", "added_at"]}


def helper(*words):
    return json.loads(subprocess.run([str(HELPER), *map(str, words)], check=True, capture_output=True, text=True, timeout=60).stdout)


class SynapseTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        FOLDER.mkdir(parents=True, exist_ok=True)
        python = install(FOLDER)
        cls.state = tempfile.TemporaryDirectory(dir=FOLDER)
        cls.addClassCleanup(cls.state.cleanup)
        cls.server = server = Homeserver(python, pathlib.Path(cls.state.name))
        cls.addClassCleanup(server.stop)
        server.start()
        cls.began = int(time.time())
        cls.admin = server.register("admin", admin=True)
        for name in ("alice", "bob", "carol"):
            server.register(name)
        cls.third_party("alice", [("msisdn", "+49 30 901820"), ("email", "alice@mail.example")])
        cls.third_party("carol", [("msisdn", "4930901821")])
        cls.token = server.login("alice", "203.0.113.99")  # a login alone leaves no address
        for address in [*SPELLINGS, *NOT_USERS]:
            server.call("GET", "/_matrix/client/v3/account/whoami", token=cls.token, forwarded=address)
        server.call("GET", "/_matrix/client/v3/sync?timeout=0", token=server.login("bob", "203.0.113.40"), forwarded="203.0.113.31")
        cls.wait_for_rows("@alice:writ.test", len(SPELLINGS) + len(NOT_USERS))
        cls.wait_for_rows("@bob:writ.test", 1)
        server.call("POST", "/_synapse/admin/v1/deactivate/@carol:writ.test", {}, token=cls.admin)
        cls.now = int(time.time()) + 1

    @classmethod
    def third_party(cls, name, ids):
        cls.server.call("PUT", f"/_synapse/admin/v2/users/@{name}:writ.test",
                        {"threepids": [{"medium": m, "address": a} for m, a in ids]}, token=cls.admin)

    @classmethod
    def rows(cls, sql, *values):
        with sqlite3.connect(f"file:{cls.server.database}?mode=ro", uri=True) as db:
            return db.execute(sql, values).fetchall()

    @classmethod
    def wait_for_rows(cls, user, count):
        for _ in range(200):
            if len(cls.rows("SELECT ip FROM user_ips WHERE user_id = ?", user)) >= count:
                return
            time.sleep(0.1)
        raise RuntimeError(f"no {count} address rows of {user} after 20 seconds")

    def ask(self, kind, value, *categories, **more):
        return helper(self.server.database, json.dumps(
            {"kind": kind, "value": value, "categories": categories, "as_of": self.now, **more}))

    def only(self, kind, value, category, **more):
        answer = self.ask(kind, value, category, **more)
        self.assertEqual(1, len(answer.get("accounts", [])), answer)
        return answer["accounts"][0]["categories"][category]

    def test_a_phone_number_typed_with_blanks_is_found_and_given_as_e164(self):
        phone = self.only("phone_number", "+4930901820", "phone_number")
        self.assertEqual("held", phone["holding"])
        self.assertEqual("+4930901820", phone["data"][0]["value"])
        self.assertEqual("added at", phone["data"][0]["time_meaning"])
        self.assertTrue(self.began <= phone["data"][0]["at"] <= self.now)

    def test_an_email_address_and_a_registration_date_are_given(self):
        self.assertEqual("alice@mail.example", self.only("email", "Alice@mail.example", "email")["data"][0]["value"])
        made = self.only("user_name", "alice", "registration_date")
        self.assertEqual("held", made["holding"])
        self.assertTrue(self.began <= made["data"][0]["at"] <= self.now)

    def test_every_address_sent_is_given_in_one_spelling_and_no_other(self):
        answer = self.only("user_id", "@alice:writ.test", "ip_address")
        self.assertEqual("held", answer["holding"])
        self.assertEqual(sorted(SPELLINGS.values()), sorted(datum["value"] for datum in answer["data"]))
        self.assertIn("3 rows were left out", answer["note"])
        for datum in answer["data"]:
            self.assertEqual("last seen at", datum["time_meaning"])
            self.assertTrue(self.began <= datum["at"] <= self.now)
        self.assertEqual([5555], [d["port"] for d in answer["data"] if d["port"]])

    def test_an_address_with_a_window_finds_the_accounts_of_every_spelling(self):
        answer = self.ask("ip_address", "203.0.113.31", "registration_date", **{"from": self.began, "to": self.now + 1})
        self.assertEqual(["@alice:writ.test", "@bob:writ.test"], [account["account"] for account in answer["accounts"]])
        self.assertEqual("selector.window", self.ask("ip_address", "203.0.113.31", "email")["error"]["field"])

    def test_the_same_address_again_within_120_seconds_leaves_no_trace(self):
        before = self.rows("SELECT last_seen FROM user_ips WHERE user_id = '@alice:writ.test' AND ip = '203.0.113.30'")
        time.sleep(2)
        since = int(time.time())
        self.server.call("GET", "/_matrix/client/v3/account/whoami", token=self.token, forwarded="203.0.113.30")
        self.server.call("GET", "/_matrix/client/v3/account/whoami", token=self.token, forwarded="198.51.100.77")
        for _ in range(100):  # when the second address is there, the first would be
            if self.rows("SELECT 1 FROM user_ips WHERE ip = '198.51.100.77'"):
                break
            time.sleep(0.1)
        self.rows("SELECT 1 FROM user_ips WHERE ip = '198.51.100.77'")[0]
        self.assertEqual(before, self.rows("SELECT last_seen FROM user_ips WHERE user_id = '@alice:writ.test' AND ip = '203.0.113.30'"))
        answer = self.ask("ip_address", "203.0.113.30", "email", **{"from": since, "to": since + 60, "as_of": since + 60})
        self.assertEqual([], answer["accounts"])
        self.assertIn("120 seconds", answer["account_note"])

    def test_a_later_record_clock_makes_the_addresses_expired_and_an_earlier_one_hides_the_account(self):
        late = self.only("user_name", "alice", "ip_address", as_of=self.now + 29 * 86400)
        self.assertEqual(("expired", []), (late["holding"], late["data"]))
        early = self.ask("user_name", "alice", "ip_address", as_of=self.began - 86400)
        self.assertEqual([], early["accounts"])

    def test_a_deactivated_account_has_lost_its_phone_number_and_kept_its_registration(self):
        phone = self.only("user_name", "carol", "phone_number")
        self.assertEqual("none_in_period", phone["holding"])
        self.assertIn("deactivated", phone["note"])
        self.assertEqual([], self.ask("phone_number", "+4930901821", "email")["accounts"])
        self.assertEqual("held", self.only("user_name", "carol", "registration_date")["holding"])
        self.assertEqual("not_held_by_design", self.only("user_name", "carol", "device")["holding"])

    def test_secrets_and_messages_cannot_be_read_through_the_connector(self):
        for sql in ("SELECT token FROM access_tokens", "SELECT password_hash FROM users", "SELECT json FROM event_json",
                    "SELECT access_token FROM user_ips", "SELECT * FROM user_ips", "SELECT key_json FROM e2e_device_keys_json",
                    "SELECT sql FROM sqlite_master", "ATTACH '/tmp/x' AS x", "PRAGMA writable_schema=ON", "DELETE FROM users"):
            with self.subTest(sql):
                self.assertEqual("denied", helper(self.server.database, json.dumps({"sql": sql})).get("error", {}).get("code"))
        self.assertTrue(self.rows("SELECT token FROM access_tokens"), "there is something to refuse")
        self.assertEqual({"rows": 4}, helper(self.server.database, json.dumps({"sql": "SELECT name FROM users"})))

    def test_generated_and_real_databases_have_the_same_columns_types_and_units(self):
        sample = pathlib.Path(self.state.name) / "sample.db"
        helper("--make", sample, 200)

        def shape(path):
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
                columns = {table: {name: (kind, not_null) for _, name, kind, not_null, _, _ in db.execute(f"PRAGMA table_info({table})")
                                   if name in READ[table]} for table in READ}
                units = {f"{table}.{column}": (db.execute(f"SELECT DISTINCT typeof({column}) FROM {table}").fetchall(),
                                               {len(str(v)) for (v,) in db.execute(f"SELECT {column} FROM {table}")})
                         for table, column in (("users", "creation_ts"), ("user_ips", "last_seen"), ("user_threepids", "added_at"))}
                return columns, units

        real, generated = shape(self.server.database), shape(sample)
        self.assertEqual(READ, {table: [c for c in READ[table] if c in real[0][table]] for table in READ})
        self.assertEqual(real, generated)  # seconds of this age have 10 digits, milliseconds 13
        with sqlite3.connect(f"file:{sample}?mode=ro", uri=True) as db:
            for secret in ("SELECT token FROM access_tokens", "SELECT password_hash FROM users", "SELECT json FROM event_json"):
                self.assertTrue(db.execute(secret).fetchone()[0])
                self.assertEqual("denied", helper(sample, json.dumps({"sql": secret}))["error"]["code"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
