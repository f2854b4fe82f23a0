"""The connectors against a real Synapse on SQLite and on PostgreSQL: python3 check.py PROVIDER_ASK FOLDER [unittest arguments]."""
import json
import pathlib
import sqlite3
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "sql"))
from cases import HELPER, SynapseCases, helper
from homeserver import Homeserver
from postgresql import SynapsePostgresqlTest  # noqa: F401: unittest finds it here

READ = {"users": ["name", "creation_ts", "deactivated"], "user_ips": ["user_id", "ip", "user_agent", "last_seen"],
        "user_threepids": ["user_id", "medium", "address", "added_at"]}


class SynapseSqliteTest(SynapseCases, unittest.TestCase):
    @classmethod
    def engine(cls, python, folder):
        return Homeserver(python, folder)

    @classmethod
    def installed(cls):
        pass

    def source(self):
        return self.server.database

    @classmethod
    def rows(cls, sql):
        with sqlite3.connect(f"file:{cls.server.database}?mode=ro", uri=True) as db:
            return db.execute(sql).fetchall()

    @classmethod
    def write(cls, sql):
        with sqlite3.connect(cls.server.database, timeout=20) as db:
            db.execute(sql)

    def test_secrets_and_messages_cannot_be_read_through_the_connector(self):
        for sql in ("SELECT token FROM access_tokens", "SELECT password_hash FROM users", "SELECT json FROM event_json",
                    "SELECT access_token FROM user_ips", "SELECT * FROM user_ips", "SELECT key_json FROM e2e_device_keys_json",
                    "SELECT sql FROM sqlite_master", "ATTACH '/tmp/x' AS x", "PRAGMA writable_schema=ON", "DELETE FROM users"):
            with self.subTest(sql):
                self.assertEqual("denied", helper(self.server.database, json.dumps({"sql": sql})).get("error", {}).get("code"))
        self.assertTrue(self.rows("SELECT token FROM access_tokens"), "there is something to refuse")
        self.assertEqual({"rows": 7}, helper(self.server.database, json.dumps({"sql": "SELECT name FROM users"})))

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
