"""The Matrix Authentication Service's tables in a real PostgreSQL, alone and beside Synapse: python3 check.py PROVIDER_ASK [unittest arguments].

The tables are written here in our own words: names, types and keys as the service's migrations up to July 2026 leave them, as far as
they matter, with the columns that nobody may read."""
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import uuid

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "sql"))
from servers import Postgresql, secret_file

HELPER = pathlib.Path(sys.argv[1]).resolve()
T = 1719748800  # 2024-06-30T12:00:00Z, the record clock
DAY = 86400
PASSWORD = "reader-secret"
TABLES = """
CREATE TABLE users(user_id uuid PRIMARY KEY, username text NOT NULL UNIQUE, created_at timestamptz NOT NULL, locked_at timestamptz, deactivated_at timestamptz,
  can_request_admin boolean NOT NULL DEFAULT false);
CREATE INDEX users_lower_username_idx ON users(lower(username));
CREATE TABLE user_passwords(user_password_id uuid PRIMARY KEY, user_id uuid NOT NULL, hashed_password text NOT NULL);
CREATE TABLE user_emails(user_email_id uuid PRIMARY KEY, user_id uuid NOT NULL, email text NOT NULL, created_at timestamptz NOT NULL);
CREATE TABLE user_unsupported_third_party_ids(user_id uuid NOT NULL, medium text NOT NULL, address text NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY(user_id, medium, address));
CREATE TABLE user_sessions(user_session_id uuid PRIMARY KEY, user_id uuid NOT NULL, created_at timestamptz NOT NULL, finished_at timestamptz, user_agent text,
  last_active_at timestamptz, last_active_ip inet);
CREATE TABLE oauth2_sessions(oauth2_session_id uuid PRIMARY KEY, user_session_id uuid, oauth2_client_id uuid NOT NULL, user_id uuid, scope_list text[] NOT NULL,
  created_at timestamptz NOT NULL, finished_at timestamptz, user_agent text, last_active_at timestamptz, last_active_ip inet);
CREATE TABLE compat_sessions(compat_session_id uuid PRIMARY KEY, user_id uuid NOT NULL, device_id text, created_at timestamptz NOT NULL, finished_at timestamptz,
  user_agent text, human_name text, last_active_at timestamptz, last_active_ip inet);
CREATE TABLE personal_sessions(personal_session_id uuid PRIMARY KEY, owner_user_id uuid, actor_user_id uuid NOT NULL, human_name text NOT NULL,
  created_at timestamptz NOT NULL, revoked_at timestamptz, last_active_at timestamptz, last_active_ip inet);
CREATE TABLE compat_access_tokens(compat_access_token_id uuid PRIMARY KEY, access_token text NOT NULL);
CREATE TABLE oauth2_refresh_tokens(oauth2_refresh_token_id uuid PRIMARY KEY, refresh_token text NOT NULL);
"""


class MasTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgresql = Postgresql()
        cls.addClassCleanup(cls.postgresql.stop)
        state = tempfile.TemporaryDirectory()
        cls.addClassCleanup(state.cleanup)
        cls.folder = pathlib.Path(state.name)
        cls.postgresql.psql("CREATE DATABASE mas")
        cls.sql(TABLES)
        cls.sql("ALTER DATABASE mas SET timezone = 'America/New_York'")
        install = cls.folder / "install.sql"
        install.write_text(subprocess.run([str(HELPER), "--sql", "mas", "public"], check=True, capture_output=True, text=True).stdout)
        for _ in range(2):
            cls.postgresql.psql(None, database="mas", file=install)
        cls.postgresql.psql(f"ALTER ROLE writ_reader PASSWORD '{PASSWORD}'")
        secret_file(cls.folder, PASSWORD)
        cls.fill()
        cls.alone = cls.provider("mas.toml", cls.mas_source())
        cls.synapse_file()
        cls.both = cls.provider("both.toml", cls.mas_source() + '[[source]]\nname = "synapse"\nkind = "synapse_sqlite"\nfile = "homeserver.db"\n')

    @classmethod
    def sql(cls, text):
        return cls.postgresql.rows(text, database="mas")

    @classmethod
    def fill(cls):
        cls.ids = {}
        for name, created, gone in (("alice", T - 400 * DAY, None), ("bob", T - 300 * DAY, None), ("carol", T - 200 * DAY, T - 5 * DAY)):
            cls.ids[name] = uuid.uuid4()
            cls.sql(f"INSERT INTO users VALUES('{cls.ids[name]}', '{name}', to_timestamp({created}), NULL, {f'to_timestamp({gone})' if gone else 'NULL'})")
            cls.sql(f"INSERT INTO user_passwords VALUES('{uuid.uuid4()}', '{cls.ids[name]}', 'hash of {name}')")
        cls.sql(f"INSERT INTO user_unsupported_third_party_ids VALUES('{cls.ids['alice']}', 'msisdn', '+49 (0)30 901820', to_timestamp({T - 20 * DAY}))")
        cls.sql(f"INSERT INTO user_emails VALUES('{uuid.uuid4()}', '{cls.ids['alice']}', 'Alice@mail.example', to_timestamp({T - 390 * DAY}))")
        cls.session("user_sessions", "alice", "203.0.113.1", T - 4 * DAY, "Browser")
        cls.session("oauth2_sessions", "alice", "2001:db8::b", T - 3 * DAY, "App")
        cls.session("compat_sessions", "alice", "::ffff:203.0.113.2", T - 2 * DAY, "Old app")
        cls.session("personal_sessions", "alice", "203.0.113.4", T - DAY)
        cls.session("user_sessions", "bob", "10.0.0.1", T - DAY, "Browser")
        cls.session("oauth2_sessions", "bob", None, T - DAY, "App")
        cls.sql(f"INSERT INTO oauth2_sessions VALUES('{uuid.uuid4()}', NULL, '{uuid.uuid4()}', NULL, '{{}}', now(), NULL, NULL, to_timestamp({T - DAY}), '203.0.113.1')")  # of a client

    @classmethod
    def session(cls, table, name, address, at, agent=None):
        owner = "actor_user_id" if table == "personal_sessions" else "user_id"
        values = {table[:-1] + "_id": f"'{uuid.uuid4()}'", owner: f"'{cls.ids[name]}'", "created_at": f"to_timestamp({at})", "last_active_at": f"to_timestamp({at})",
                  "last_active_ip": f"'{address}'" if address else "NULL"}
        values |= {"user_agent": f"'{agent}'"} if agent else {"human_name": "'script'"}
        values |= {"oauth2_client_id": f"'{uuid.uuid4()}'", "scope_list": "'{}'"} if table == "oauth2_sessions" else {}
        cls.sql(f"INSERT INTO {table}({', '.join(values)}) VALUES({', '.join(values.values())})")

    @classmethod
    def provider(cls, name, sources):
        path = cls.folder / name
        path.write_text('schema = "writ-provider/v1"\n' + sources)
        return path

    @classmethod
    def mas_source(cls, port=None):
        return (f'[[source]]\nname = "mas"\nkind = "mas"\nserver_name = "writ.test"\nport = {port or cls.postgresql.port}\ndatabase = "mas"\nuser = "writ_reader"\n'
                'secret_file = "secret"\n')

    @classmethod
    def synapse_file(cls):
        with sqlite3.connect(cls.folder / "homeserver.db") as db:
            db.executescript("CREATE TABLE users(name TEXT, creation_ts BIGINT, deactivated SMALLINT NOT NULL DEFAULT 0);"
                             "CREATE TABLE user_ips(user_id TEXT, access_token TEXT, ip TEXT, user_agent TEXT, last_seen BIGINT);"
                             "CREATE TABLE user_threepids(user_id TEXT, medium TEXT, address TEXT, added_at BIGINT);")
            for name, created in (("alice", T - 400 * DAY), ("bob", T - 300 * DAY), ("erin", T - 10 * DAY)):
                db.execute("INSERT INTO users VALUES(?, ?, 0)", (f"@{name}:writ.test", created))
            db.execute("INSERT INTO user_ips VALUES('@alice:writ.test', 't', '203.0.113.9', 'Chat', ?)", ((T - 6 * DAY) * 1000,))
            db.execute("INSERT INTO user_ips VALUES('@alice:writ.test', 'u', '203.0.113.1', 'Chat', ?)", ((T - 4 * DAY) * 1000,))
            db.execute("INSERT INTO user_ips VALUES('@erin:writ.test', 'v', '203.0.113.4', 'Chat', ?)", ((T - DAY) * 1000,))
        db.close()

    def ask(self, source, kind, value, *categories, **more):
        asked = {"kind": kind, "value": value, "categories": categories, "as_of": T, "retention_days": 30, "not_held": [], **more}
        return json.loads(subprocess.run([str(HELPER), str(source), json.dumps(asked)], check=True, capture_output=True, text=True, timeout=60).stdout)

    def only(self, source, kind, value, category, **more):
        answer = self.ask(source, kind, value, category, **more)
        self.assertEqual(1, len(answer.get("accounts", [])), answer)
        return answer["accounts"][0]["categories"][category]

    def test_the_audit_counts_by_a_function_that_names_nobody(self):
        done = subprocess.run([str(HELPER), "--audit", str(self.alone), json.dumps({"retention_days": 30})], check=True, capture_output=True, text=True, timeout=60)
        held = json.loads(done.stdout)["held"]
        sessions = " UNION ALL ".join(f"SELECT last_active_at, last_active_ip FROM {table}" for table in ("user_sessions", "compat_sessions", "personal_sessions"))
        (rows, oldest), = self.sql(f"SELECT count(*), extract(epoch FROM min(last_active_at))::bigint FROM ({sessions} UNION ALL SELECT last_active_at, last_active_ip FROM oauth2_sessions"
                                   " WHERE user_id IS NOT NULL) s WHERE last_active_ip IS NOT NULL")
        self.assertEqual(int(rows), held["ip_address"]["rows"])
        self.assertEqual(int(oldest), held["ip_address"]["oldest"])
        self.assertEqual(held["ip_address"]["rows"], held["ip_address"]["past"])  # years ago by the clock of now
        self.assertEqual((3, T - 400 * DAY), (held["user_name"]["rows"], held["user_name"]["oldest"]))
        self.assertEqual((1, 1), (held["phone_number"]["rows"], held["email"]["rows"]))
        self.assertNotRegex(done.stdout, "alice|bob|carol|203.0.113|4930")

    def test_the_last_address_of_each_session_of_every_kind_is_given(self):
        answer = self.only(self.alone, "user_name", "Alice", "ip_address")
        self.assertEqual([("203.0.113.1", T - 4 * DAY), ("2001:db8::b", T - 3 * DAY), ("203.0.113.2", T - 2 * DAY), ("203.0.113.4", T - DAY)],
                         [(d["value"], d["at"]) for d in answer["data"]])
        self.assertEqual({"last active at"}, {d["time_meaning"] for d in answer["data"]})
        self.assertIn("last address only", answer["note"])
        self.assertEqual("none_in_period", self.only(self.alone, "user_id", "@bob:writ.test", "ip_address")["holding"])

    def test_a_phone_number_is_held_only_where_it_was_taken_over_from_synapse(self):
        phone = self.only(self.alone, "phone_number", "+4930901820", "phone_number")
        self.assertEqual([("+4930901820", T - 20 * DAY, "+49 (0)30 901820")], [(d["value"], d["at"], d["as_stored"]) for d in phone["data"]])
        self.assertIn("took over from Synapse", phone["note"])
        self.assertIn("taken over", self.only(self.alone, "user_name", "bob", "phone_number")["note"])
        self.assertIn("deactivated", self.only(self.alone, "user_name", "carol", "phone_number")["note"])

    def test_an_account_is_found_by_email_id_and_address_and_not_under_another_server(self):
        self.assertEqual("held", self.only(self.alone, "email", "alice@MAIL.example", "registration_date")["holding"])
        self.assertEqual([], self.ask(self.alone, "user_id", "@alice:other.test", "email")["accounts"])
        self.assertEqual([], self.ask(self.alone, "user_name", "al%", "email")["accounts"])
        window = {"from": T - 2 * DAY - 60, "to": T - 2 * DAY + 60}
        found = self.ask(self.alone, "ip_address", "203.0.113.2", "email", **window)
        self.assertEqual(["@alice:writ.test"], [a["account"] for a in found["accounts"]])
        self.assertIn("last address only", found["account_note"])

    def test_two_sources_answer_one_question(self):
        answer = self.ask(self.both, "phone_number", "+4930901820", "phone_number", "ip_address", "user_name")
        self.assertEqual(["@alice:writ.test"], [a["account"] for a in answer["accounts"]])
        held = answer["accounts"][0]["categories"]
        self.assertEqual(["+4930901820"], [d["value"] for d in held["phone_number"]["data"]])
        self.assertEqual([("203.0.113.9", "last seen at"), ("203.0.113.1", "last active at"), ("203.0.113.1", "last seen at"), ("2001:db8::b", "last active at"),
                          ("203.0.113.2", "last active at"), ("203.0.113.4", "last active at")],
                         [(d["value"], d["time_meaning"]) for d in held["ip_address"]["data"]])
        self.assertIn("synapse: Each time is when the row was last seen, to 120 seconds", held["ip_address"]["note"])
        self.assertEqual(["alice"], [d["value"] for d in held["user_name"]["data"]])
        self.assertEqual(["mas", "synapse", "synapse"], [r["source"] for r in answer["records"]])

    def test_an_address_finds_accounts_of_both_sources_and_their_rows_stay_inside_its_window(self):
        window = {"from": T - DAY - 60, "to": T - DAY + 60}
        answer = self.ask(self.both, "ip_address", "203.0.113.4", "ip_address", **window)
        self.assertEqual(["@alice:writ.test", "@erin:writ.test"], [a["account"] for a in answer["accounts"]])
        for account in answer["accounts"]:
            self.assertEqual(["203.0.113.4"], [d["value"] for d in account["categories"]["ip_address"]["data"]])

    def test_a_source_that_does_not_answer_fails_the_question_and_is_named(self):
        broken = self.provider("broken.toml", self.mas_source(port=1) + '[[source]]\nname = "synapse"\nkind = "synapse_sqlite"\nfile = "homeserver.db"\n')
        for kind, value in (("user_name", "alice"), ("phone_number", "+4930901820")):
            error = self.ask(broken, kind, value, "ip_address")["error"]
            self.assertEqual(("unavailable", "mas"), (error["code"], error["field"]))
            self.assertTrue(error["rule"].startswith("connection: "), error)

    def test_the_role_can_read_no_table_and_no_view(self):
        for (name,) in self.sql("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public' UNION ALL SELECT 'writ.mas_sessions'"):
            done = self.postgresql.psql(f"SELECT 1 FROM {name}", database="mas", user="writ_reader", password=PASSWORD, check=False)
            self.assertIn("permission denied", done.stderr, name)
        for call in ("mas_account('%')", "mas_account('')", "mas_account(NULL)", "mas_accounts_by_email('%', 9999999999)", "mas_accounts_by_phone('49', '0', '901820', 9999999999)",
                     "mas_accounts_by_address('0.0.0.0/0', 1719000000, 1719500000)", f"mas_accounts_by_address('203.0.113.1', 0, {T})", "mas_rows(NULL, 0, 9999999999)"):
            done = self.postgresql.psql(f"SELECT * FROM writ.{call}", database="mas", user="writ_reader", password=PASSWORD, check=False)
            self.assertEqual("", done.stdout.strip(), call)

    def test_check_finds_the_installation_fit(self):
        done = subprocess.run([str(HELPER), "--check", str(self.both), str(T)], check=True, capture_output=True, text=True, timeout=60)
        self.assertEqual([], [f for f in json.loads(done.stdout)["findings"] if f["wrong"]])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
