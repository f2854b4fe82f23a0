"""Any SQL store by a mapping file, in all three engines: python3 check.py PROVIDER_ASK [unittest arguments]."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
from plain import Cutter, PlainServer, plain_mariadb_greeting
from store import DAY, PASSWORD, T, MariadbStore, PostgresqlStore, SqliteStore, berlin

HELPER = pathlib.Path(sys.argv[1]).resolve()
WINDOW = {"from": T - 3 * DAY - 600, "to": T - 3 * DAY + 600}


def run(*words, **environment):
    done = subprocess.run([str(HELPER), *map(str, words)], check=True, capture_output=True, text=True, timeout=60, env=os.environ | environment)
    return json.loads(done.stdout)


def ask(file, kind, value, *categories, **more):
    return run(file, json.dumps({"kind": kind, "value": value, "categories": categories, "as_of": T, "retention_days": 365, "not_held": [], **more}))


def examine(file, at=T):
    return run("--check", file, at)["findings"]


def audit(file, **options):
    return run("--audit", file, json.dumps(options))


class StoreCases:
    """The same list for each engine; the examples differ in what they keep."""

    @classmethod
    def setUpClass(cls):
        state = tempfile.TemporaryDirectory()
        cls.addClassCleanup(state.cleanup)
        os.chmod(state.name, 0o755)
        cls.store = cls.make(state.name)
        cls.addClassCleanup(cls.store.stop)

    def accounts(self, kind, value, *categories, **more):
        answer = ask(self.store.file, kind, value, *categories, **more)
        self.assertIn("accounts", answer, answer)
        return [account["account"] for account in answer["accounts"]]

    def only(self, kind, value, category, file=None, **more):
        answer = ask(file or self.store.file, kind, value, category, **more)
        self.assertEqual(1, len(answer.get("accounts", [])), answer)
        return answer["accounts"][0]["categories"][category]

    def wrong(self, file, **more):
        return [f"{f['subject']}: {f['said']}" for f in examine(file, **more) if f["wrong"]]

    def test_the_example_is_fit_for_use(self):
        self.assertEqual([], self.wrong(self.store.file, at=T))

    def test_an_account_is_found_by_id_and_name_and_gives_a_number_and_addresses(self):
        self.assertEqual(["a1"], self.accounts("user_id", "a1", "user_name"))
        self.assertEqual(["b1"], self.accounts("user_name", "bob", "user_name"))
        self.assertEqual(["+4930901820"], [d["value"] for d in self.only("user_id", "a1", "phone_number")["data"]])
        held = self.only("user_id", "a1", "ip_address")["data"]
        self.assertEqual([("203.0.113.7", T - 3 * DAY)], [(d["value"], d["at"]) for d in held])
        self.assertEqual(T - 400 * DAY, self.only("user_id", "a1", "registration_date")["data"][0]["at"])

    def test_an_address_is_found_in_both_spellings_within_its_window(self):
        self.assertEqual(["a1", "b1"], self.accounts("ip_address", "203.0.113.7", "user_name", **WINDOW))
        self.assertEqual([], self.accounts("ip_address", "203.0.113.7", "user_name", **{"from": T - DAY, "to": T}))
        self.assertEqual([], self.accounts("ip_address", "203.0.113.70", "user_name", **WINDOW))

    def test_nothing_of_a_selector_is_taken_for_sql(self):
        for value in ("a1' OR '1'='1", "a1'; DROP TABLE accounts; --", "%", "\\", "a1\x1a", '"', "`", ":value", "?"):
            answer = ask(self.store.file, "user_id", value, "user_name")
            self.assertEqual([], answer.get("accounts", []), value)
        self.assertEqual(["a1"], self.accounts("user_id", "a1", "user_name"))

    def test_a_missing_column_is_found_before_use(self):
        found = self.wrong(self.store.changed((" AS value, given AS at" if self.store.name == "postgresql" else "phone AS value" if self.store.name == "sqlite" else "digits AS value",
                                               " AS valu, given AS at" if self.store.name == "postgresql" else "phone AS valu" if self.store.name == "sqlite" else "digits AS valu")))
        self.assertEqual(['category.phone_number: the answer has no column "value"'], found)
        found = self.wrong(self.store.changed(("FROM accounts WHERE id = :value", "FROM accounts WHERE no_such = :value")))
        self.assertTrue(found and found[0].startswith("accounts.user_id: cannot be asked: "), found)
        self.assertIn("no_such", found[0])

    def test_a_time_limit_and_a_row_cap_are_errors_with_their_names(self):
        few = self.store.changed(more="limits.rows = 1", connection=self.store.connection)
        self.assertTrue(ask(few, "ip_address", "203.0.113.7", "user_name", **WINDOW)["error"]["rule"].startswith("row cap: "))
        heavy = {"sqlite": "SELECT count(" + " + ".join(f"{t}.at" for t in "abcdefghijkl") + ") AS value FROM " + ", ".join(f"sign_ins {t}" for t in "abcdefghijkl") + " WHERE :account = :account",
                 "postgresql": "SELECT pg_sleep(5)::text AS value, NULL AS at WHERE :account = :account", "mariadb": "SELECT SLEEP(5) AS value FROM accounts WHERE :account = :account"}
        query = {"sqlite": "SELECT phone AS value FROM accounts WHERE id = :account", "postgresql": "SELECT phone AS value, given AS at FROM numbers WHERE account = :account AND taken IS NULL",
                 "mariadb": "SELECT digits AS value FROM accounts WHERE id = :account"}
        slow = self.store.changed((query[self.store.name], heavy[self.store.name]), more="limits.time_ms = 300")
        error = ask(slow, "user_id", "a1", "phone_number")["error"]
        self.assertEqual(("unavailable", "time limit: not read within 300 ms"), (error["code"], error["rule"]))

    def test_the_session_is_read_only_and_takes_one_statement(self):
        first = "SELECT id AS account"
        for statement in ("DELETE FROM accounts WHERE id = :value", "UPDATE accounts SET login = :value", "INSERT INTO accounts(id) VALUES(:value)"):
            query = self.store.mapping.read_text().split('[accounts.user_id]\nquery = "')[1].split('"')[0]
            error = ask(self.store.changed((f'[accounts.user_id]\nquery = "{query}"', f'[accounts.user_id]\nquery = "{statement}"')), "user_id", "a1", "user_name")["error"]
            self.assertIn(error["code"], ("unavailable", "denied"), error)
        error = ask(self.store.changed((first, "SELECT 1; " + first)), "user_id", "a1", "user_name")["error"]
        self.assertIn("must be one statement", error["rule"])
        self.assertEqual(["a1"], self.accounts("user_id", "a1", "user_name"))

    def test_the_audit_counts_by_the_mappings_own_queries(self):
        report = audit(self.store.file, not_held=["device", "email"])
        self.assertGreaterEqual(report["held"]["user_name"]["rows"], 2)  # other tests add accounts
        self.assertGreaterEqual(report["held"]["registration_date"]["rows"], 2)
        self.assertEqual(T - 400 * DAY, report["held"]["registration_date"]["oldest"])
        self.assertEqual(1, report["held"]["phone_number"]["rows"])
        past = report["held"]["ip_address"]["past"]
        self.assertTrue(past >= 1 if self.store.name != "mariadb" else past is None, past)  # its example leaves it to the extent
        self.assertTrue(any(words.startswith("ip_address: ") and "older than the declared 28 days" in words for words in report["wrong"]), report)

    def test_what_a_mapping_does_not_count_is_open_and_never_passes_for_right(self):
        line = next(one for one in self.store.mapping.read_text().splitlines() if one.startswith("phone_number = "))
        report = audit(self.store.changed((line + "\n", "")))
        self.assertIn("phone_number: not compared: the mapping has no query audit.phone_number; write it (docs/formats/provider.md).", report["open"])
        self.assertFalse(report["complete"])
        self.assertFalse(any(words.startswith("phone_number") for words in report["wrong"]), report)

    def test_an_audit_query_is_checked_before_use(self):
        line = next(one for one in self.store.mapping.read_text().splitlines() if one.startswith("phone_number = "))
        self.assertEqual(['audit.phone_number: the answer has no column "held"'],
                         [f for f in self.wrong(self.store.changed((line, line.replace(" AS held", " AS hold")))) if "no column" in f])
        found = self.wrong(self.store.changed((line, line.replace("FROM ", "FROM no_such_"))))
        self.assertTrue(found and found[0].startswith("audit.phone_number: cannot be asked: "), found)
        error = ask(self.store.changed((line, line[:-1] + ' WHERE 1 = :account"')), "user_id", "a1", "user_name")["error"]
        self.assertIn("names :account; there are :kept_from", error["rule"])

    def test_a_misspelled_key_a_wrong_unit_word_and_an_unknown_name_are_named(self):
        for change, field, rule in (((self.store.mapping.read_text().splitlines()[1], 'schema = "writ-mapping/v2"'), ".schema", 'must be "writ-mapping/v1"'),
                                    (("title = ", "titel = "), ".titel", "is no key"),
                                    (("[accounts]\nunit = ", '[accounts]\nunit = "days" # '), ".accounts.unit", "must be seconds, milliseconds"),
                                    (("WHERE id = :value", "WHERE id = :user"), ".accounts.user_id.query", "names :user; there are :value"),
                                    (("time_meaning", "# time_meaning"), ".time_meaning", "must be a text that is not empty")):
            error = ask(self.store.changed(change), "user_id", "a1", "user_name")["error"]
            self.assertTrue(error["field"].endswith(field) and rule in error["rule"], error)


class SqliteTest(StoreCases, unittest.TestCase):
    make = SqliteStore

    def test_ports_single_out_and_are_given(self):
        self.assertEqual(["a1"], self.accounts("ip_address", "203.0.113.7", "user_name", port=40001, **WINDOW))
        self.assertEqual([40001], [d["port"] for d in self.only("user_id", "a1", "ip_address")["data"]])
        self.assertIn("loopback 1", self.only("user_id", "a1", "ip_address")["note"])

    def test_the_stores_own_retention_counts_where_it_is_shorter(self):
        window = {"from": T - 130 * DAY, "to": T - 100 * DAY}
        self.assertEqual("expired", self.only("user_id", "a1", "ip_address", **window)["holding"])
        longer = self.store.changed(("retention_days = 90\n", ""))
        self.assertEqual(["203.0.113.8"], [d["value"] for d in self.only("user_id", "a1", "ip_address", file=longer, **window)["data"]])

    def test_what_is_not_allowed_cannot_be_read_whatever_the_mapping_says(self):
        error = ask(self.store.changed(("login AS name", "password AS name")), "user_id", "a1", "user_name")["error"]
        self.assertEqual(("denied", "accounts.password"), (error["code"], error["value"]))
        self.assertIn("allow-list", self.wrong(self.store.changed(("phone AS value", "(SELECT sql FROM sqlite_master) AS value")))[0])

    def test_a_wrong_unit_is_found_before_use_and_never_an_empty_answer(self):
        other = self.store.changed(('[category.ip_address]\nunit = "seconds"', '[category.ip_address]\nunit = "milliseconds"'))
        self.assertEqual(2, len([f for f in self.wrong(other) if "wrong unit" in f and "between 2000 and now" in f]))
        self.assertIn('it looks like unit = "seconds"', [f["change"] for f in examine(other)])
        self.assertTrue(ask(other, "user_id", "a1", "ip_address")["error"]["rule"].startswith("unit: "))

    def test_a_statement_without_an_index_is_named_with_its_table(self):
        other = self.store.changed(("WHERE email = :value", "WHERE lower(email) = :value"))
        self.assertEqual(["accounts.email: no index serves it: accounts is read from end to end"], self.wrong(other))
        self.assertEqual([], self.wrong(self.store.changed(("WHERE email = :value", "WHERE lower(email) = :value"), ("[accounts.email]\n", "[accounts.email]\nscan = true\n"))))


WRITES = ("DELETE FROM accounts WHERE id = :value", "UPDATE accounts SET login = :value", "INSERT INTO accounts(id) VALUES(:value)")


class ServerCases:
    """What only a server can do, or fail to do. `writing` gives the role every right on the tables, `without` takes one away."""

    def test_a_role_that_may_write_cannot_write_through_this_session(self):
        query = self.store.mapping.read_text().split('[accounts.user_id]\nquery = "')[1].split('"')[0]
        self.writing(True)
        self.addCleanup(self.writing, False)
        for statement in WRITES:
            error = ask(self.store.changed((f'[accounts.user_id]\nquery = "{query}"', f'[accounts.user_id]\nquery = "{statement}"')), "user_id", "a1", "user_name")["error"]
            self.assertEqual(("unavailable", True), (error["code"], error["rule"].startswith("read-only: ")), error)
        self.writing(False)
        self.assertEqual(["a1"], self.accounts("user_id", "a1", "user_name"))
        self.assertEqual(self.rows_before, self.count_accounts())

    def test_a_right_that_is_missing_is_unavailable_and_never_an_empty_answer(self):
        self.without(True)
        self.addCleanup(self.without, False)
        for value in ("a1", "nobody"):
            error = ask(self.store.file, "user_id", value, "user_name")["error"]
            self.assertEqual(("unavailable", True), (error["code"], error["rule"].startswith("permission: ")), error)
        self.without(False)
        self.without(True, category=True)
        self.addCleanup(self.without, False, category=True)
        for categories in (("phone_number",), ("ip_address", "phone_number")):
            error = ask(self.store.file, "user_id", "a1", *categories)["error"]
            self.assertEqual(("unavailable", True), (error["code"], error["rule"].startswith("permission: ")), error)

    def test_a_connection_that_breaks_in_the_middle_is_unavailable_and_never_an_empty_answer(self):
        for limit in (0, 60, 150, 400):
            with Cutter(self.store.server.port, limit) as cutter:
                connection = self.store.connection.replace(f"port = {self.store.server.port}", f"port = {cutter.port}")
                error = ask(self.store.changed(connection=connection), "user_id", "a1", "user_name", "ip_address").get("error", {})
                self.assertEqual(("unavailable", True), (error.get("code"), str(error.get("rule")).startswith("connection: ")), error)

    def test_no_secret_stands_in_what_is_said_written_or_shown_of_the_process(self):
        planted = "pl4nted-S3cret"
        (self.store.folder / "planted").write_text(planted + "\n")
        (self.store.folder / "planted").chmod(0o600)
        question = json.dumps({"kind": "user_id", "value": "a1", "categories": ["user_name"], "as_of": T})
        for good in (True, False):
            if good:
                self.password(planted)
                self.addCleanup(self.password, PASSWORD)
            else:
                self.password(PASSWORD)
            file = self.store.changed(connection=self.store.connection.replace('"secret"', '"planted"'))
            for words in ((str(file), question), ("--check", str(file), str(T)), ("--audit", str(file), "{}")):
                process = subprocess.Popen([str(HELPER), *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                shown = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes() + pathlib.Path(f"/proc/{process.pid}/environ").read_bytes()
                said = process.communicate(timeout=60)[0]
                self.assertNotIn(planted.encode(), shown + said)
                self.assertEqual(good, b"connection: " not in said, said)
        self.assertNotIn(planted, self.store.server.log())


class TlsCases:
    """The server's certificate names 127.0.0.1 and is signed by ca.pem."""

    def over_tls(self, authority, host="127.0.0.1"):
        return self.store.changed(connection=f'host = "{host}"\ntls = "verify"\ntls_ca = "certificates/{authority}.pem"\n' + self.store.connection)

    def test_a_server_whose_certificate_is_signed_for_its_name_is_asked(self):
        file = self.over_tls("ca")
        self.assertEqual([], self.wrong(file))
        self.assertEqual(["a1"], [account["account"] for account in ask(file, "user_id", "a1", "user_name")["accounts"]])

    def test_a_server_without_tls_is_refused_where_tls_is_verified_before_the_password_is_sent(self):
        with PlainServer(self.plain_greeting) as plain:
            file = self.store.changed(connection='tls = "verify"\ntls_ca = "certificates/ca.pem"\n'
                                      + self.store.connection.replace(f"port = {self.store.server.port}", f"port = {plain.port}"))
            error = ask(file, "user_id", "a1", "user_name")["error"]
            self.assertEqual(("unavailable", True), (error["code"], error["rule"].startswith("tls: ")), error)
            self.assertIn('tls = "verify"', error["rule"])
            self.assertNotIn(PASSWORD.encode(), plain.heard)
            self.assertTrue(self.wrong(file)[0].startswith("connection: could not be read"), self.wrong(file))

    def test_another_authority_or_another_name_is_refused_before_anything_is_asked(self):
        for file in (self.over_tls("other-ca"), self.over_tls("ca", host="localhost")):
            error = ask(file, "user_id", "a1", "user_name")["error"]
            self.assertEqual(("unavailable", True), (error["code"], error["rule"].startswith("tls: ")), error)
            self.assertIn('tls = "verify", tls_ca = "', error["rule"])
            self.assertNotIn("reader-secret", error["rule"])
            self.assertTrue(self.wrong(file)[0].startswith("connection: could not be read"))


class PostgresqlTest(ServerCases, TlsCases, StoreCases, unittest.TestCase):
    make = PostgresqlStore
    rows_before = 2
    plain_greeting = b""  # it answers the request for TLS with N

    def writing(self, on):
        self.store.run(f"{'GRANT' if on else 'REVOKE'} INSERT, UPDATE, DELETE ON accounts {'TO' if on else 'FROM'} writ_reader")

    def without(self, on, category=False):
        self.store.run(f"{'REVOKE' if on else 'GRANT'} SELECT ({'phone' if category else 'login'}) ON {'numbers' if category else 'accounts'} {'FROM' if on else 'TO'} writ_reader")

    def password(self, word):
        self.store.run(f"ALTER ROLE writ_reader PASSWORD '{word}'")

    def count_accounts(self):
        return int(self.store.server.rows("SELECT count(*) FROM accounts WHERE id IN ('a1', 'b1')")[0][0])

    def test_a_number_that_changed_hands_names_both_holders_and_the_days(self):
        answer = ask(self.store.file, "phone_number", "+4930901820", "phone_number", **{"from": T - 60 * DAY, "to": T})
        self.assertEqual(["b1", "a1"], [a["account"] for a in answer["accounts"]])
        self.assertIn("tied to 2 accounts", answer["account_note"])
        self.assertIn("it was tied to b1 until 2024-06-10T12:00:00Z", answer["account_note"])
        self.assertIn("it is tied to a1 since 2024-06-11T12:00:00Z", answer["account_note"])
        self.assertIn("no phone number now", answer["accounts"][0]["categories"]["phone_number"]["note"])

    def test_a_name_is_folded_as_the_server_folds_it(self):
        self.store.run("INSERT INTO accounts(id, login, created) VALUES('c1', 'große', '2024-01-01 00:00:00'), ('c2', 'grosse2', '2024-01-01 00:00:00')")
        self.assertEqual([], self.accounts("user_name", "GROSSE", "user_name"))  # ß folds to ss: the store kept another spelling
        self.assertEqual(["c2"], self.accounts("user_name", "GROSSE2", "user_name"))
        self.assertEqual(["c2"], self.accounts("user_name", "ＧＲＯＳＳＥ２", "user_name"))  # full-width letters

    def test_wall_clock_times_of_a_zone_become_utc_and_the_hour_that_is_shown_twice_is_said(self):
        summer, winter = 1698540600, 1698540600 + 3600  # 02:50 twice, on 2023-10-29
        self.assertEqual(berlin(summer), berlin(winter))
        self.store.run("INSERT INTO accounts VALUES('d1', 'dst', 'x', '2023-01-01 00:00:00')",
                       f"INSERT INTO sessions VALUES('t9', 'd1', '203.0.113.90', '{berlin(summer)}', 'Chat'), ('t8', 'd1', '203.0.113.91', '{berlin(winter + 3600)}', 'Chat')")
        held = self.only("user_id", "d1", "ip_address", as_of=winter + DAY, **{"from": summer - 600, "to": winter + 7200})["data"]
        self.assertEqual([("203.0.113.90", winter), ("203.0.113.91", winter + 3600)], [(d["value"], d["at"]) for d in held])
        self.assertEqual(["last seen at (clocks were set back in this hour: it may be an hour earlier)", "last seen at"], [d["time_meaning"] for d in held])
        self.assertEqual([], self.only("user_id", "d1", "ip_address", as_of=winter + DAY, **{"from": winter + 1, "to": winter + 3600})["data"])

    def test_a_zone_that_is_not_the_columns_puts_rows_into_the_future(self):
        found = self.wrong(self.store.changed(("Europe/Berlin", "America/Los_Angeles")), at=T - 3 * DAY + 60)
        self.assertTrue(any("lies in the future" in f for f in found), found)
        error = ask(self.store.changed(("Europe/Berlin", "Europe/Berlyn")), "user_id", "a1", "user_name")["error"]
        self.assertIn("no time zone of the IANA list", error["rule"])

    def test_a_grant_that_is_too_wide_is_named(self):
        self.store.run("GRANT SELECT ON messages TO writ_reader", "GRANT SELECT (password) ON accounts TO writ_reader", "GRANT UPDATE ON numbers TO writ_reader")
        found = self.wrong(self.store.file)
        self.store.run("REVOKE ALL ON messages FROM writ_reader", "REVOKE SELECT (password) ON accounts FROM writ_reader", "REVOKE UPDATE ON numbers FROM writ_reader")
        self.assertEqual({"grants: too wide: the role can write public.numbers", "grants: too wide: the role can read accounts.password, messages.body"}, set(found))
        self.store.run("CREATE ROLE strong", "GRANT strong TO writ_reader", "ALTER ROLE writ_reader CREATEDB")
        found = self.wrong(self.store.file)
        self.store.run("REVOKE strong FROM writ_reader", "ALTER ROLE writ_reader NOCREATEDB")
        self.assertEqual({"grants: too wide: the role is a member of strong", "grants: too wide: the role may make databases"}, set(found))

    def test_a_right_to_write_one_column_or_to_create_is_named(self):
        self.store.run("GRANT UPDATE (login) ON accounts TO writ_reader", "GRANT CREATE ON SCHEMA public TO writ_reader", "GRANT CREATE ON DATABASE postgres TO writ_reader")
        found = self.wrong(self.store.file)
        self.store.run("REVOKE UPDATE (login) ON accounts FROM writ_reader", "REVOKE CREATE ON SCHEMA public FROM writ_reader", "REVOKE CREATE ON DATABASE postgres FROM writ_reader")
        self.assertEqual({"grants: too wide: the role can write public.accounts.login", "grants: too wide: the role may create in schema public",
                          "grants: too wide: the role may create in database postgres"}, set(found))
        self.assertEqual([], self.wrong(self.store.file))

    def test_rows_that_a_policy_hides_are_unavailable_and_never_an_empty_answer(self):
        self.store.run("ALTER TABLE sessions ENABLE ROW LEVEL SECURITY")
        self.addCleanup(self.store.run, "ALTER TABLE sessions DISABLE ROW LEVEL SECURITY")
        error = ask(self.store.file, "user_id", "a1", "ip_address").get("error", {})
        self.assertEqual(("unavailable", True), (error.get("code"), str(error.get("rule")).startswith("permission: ")), error)
        self.assertTrue(self.wrong(self.store.file))
        self.assertFalse(audit(self.store.file)["complete"])

    def test_a_zone_beside_a_column_that_has_one_of_its_own_is_an_error_and_never_another_window(self):
        self.store.run("CREATE TABLE zoned AS SELECT account, address, seen AT TIME ZONE 'Europe/Berlin' AS seen, client FROM sessions WHERE address LIKE '%203.0.113.7'",
                       "GRANT SELECT (account, address, seen, client) ON zoned TO writ_reader")
        self.addCleanup(self.store.run, "DROP TABLE zoned")
        zoned = [("FROM sessions", "FROM zoned"), ('sessions = ["account"', 'zoned = ["account"')]
        error = ask(self.store.changed(*zoned), "user_id", "a1", "ip_address").get("error", {})
        self.assertIn('has a zone of its own: say zone = "UTC"', error.get("rule", ""), error)
        self.assertTrue(any("zone of its own" in one for one in self.wrong(self.store.changed(*zoned))))
        fit = self.store.changed(*zoned, ('[category.ip_address]\nunit = "timestamp"\nzone = "Europe/Berlin"', '[category.ip_address]\nunit = "timestamp"'))
        self.assertEqual([T - 3 * DAY], [d["at"] for d in self.only("user_id", "a1", "ip_address", file=fit, **WINDOW)["data"]])

    def test_a_statement_without_an_index_is_named_with_its_table(self):
        self.store.run("DROP INDEX numbers_phone_idx")
        found = self.wrong(self.store.file)
        self.store.run("CREATE INDEX ON numbers(phone)")
        self.assertEqual(["accounts.phone_number: no index serves it: numbers is read from end to end"], found)

    def test_the_secret_may_be_in_the_environment_but_never_in_the_file(self):
        connection = self.store.connection.replace('secret_file = "secret"', 'secret_env = "WRIT_TEST_SECRET"')
        file = self.store.changed(connection=connection)
        question = json.dumps({"kind": "user_id", "value": "a1", "categories": ["user_name"], "as_of": T})
        self.assertEqual("a1", run(file, question, WRIT_TEST_SECRET=PASSWORD)["accounts"][0]["account"])
        wrong = run(file, question, WRIT_TEST_SECRET="other-secret")
        self.assertTrue(wrong["error"]["rule"].startswith("connection: "), wrong)
        self.assertNotIn("other-secret", json.dumps(wrong))
        file = self.store.changed(connection=self.store.connection.replace('secret_file = "secret"', f'password = "{PASSWORD}"'))
        error = run(file, question)["error"]
        self.assertIn("must not stand here", error["rule"])
        self.assertNotIn(PASSWORD, json.dumps(error))
        (self.store.folder / "open").write_text(PASSWORD)
        (self.store.folder / "open").chmod(0o644)
        error = run(self.store.changed(connection=self.store.connection.replace('"secret"', '"open"')), question)["error"]
        self.assertIn("readable by its owner only", error["rule"])

    def test_a_server_that_goes_away_is_unavailable_and_never_an_empty_answer(self):
        connection = self.store.connection.replace(f"port = {self.store.server.port}", "port = 1")
        error = ask(self.store.changed(connection=connection), "user_id", "a1", "user_name")["error"]
        self.assertEqual(("unavailable", True), (error["code"], error["rule"].startswith("connection: ")))
        self.assertTrue(self.wrong(self.store.changed(connection=connection))[0].startswith("connection: could not be read"))

    def test_a_password_over_a_network_in_clear_text_is_named(self):
        connection = 'host = "192.0.2.1"\ntls = "off"\nlimits.connect_ms = 100\n' + self.store.connection
        self.assertIn("connection: the password and every answer cross the network in clear text", self.wrong(self.store.changed(connection=connection)))


class MariadbTest(ServerCases, TlsCases, StoreCases, unittest.TestCase):
    make = MariadbStore
    rows_before = 2
    plain_greeting = plain_mariadb_greeting()

    def writing(self, on):
        self.store.run(f"{'GRANT' if on else 'REVOKE'} INSERT, UPDATE, DELETE ON chat.accounts {'TO' if on else 'FROM'} 'writ_reader'@'127.0.0.1'")

    def without(self, on, category=False):
        self.store.run(f"{'REVOKE' if on else 'GRANT'} SELECT ({'digits' if category else 'login'}) ON chat.accounts {'FROM' if on else 'TO'} 'writ_reader'@'127.0.0.1'")

    def password(self, word):
        self.store.run(f"ALTER USER 'writ_reader'@'127.0.0.1' IDENTIFIED BY '{word}'")

    def count_accounts(self):
        return int(self.store.server.sql("SELECT count(*) FROM accounts WHERE id IN ('a1', 'b1')", "chat").stdout)

    def test_milliseconds_digits_and_two_columns_of_an_email_are_understood(self):
        self.assertEqual(["a1"], self.accounts("phone_number", "+4930901820", "user_name"))
        self.assertEqual(["a1"], self.accounts("email", "alice@mail.example", "user_name"))
        self.assertEqual(["a1"], self.accounts("ip_address", "203.0.113.7", "user_name", port=40001, **WINDOW))
        self.assertIn("number is deleted after a day", ask(self.store.file, "phone_number", "+4930901821", "user_name")["account_note"])
        self.assertIn("its number was deleted", self.only("user_id", "b1", "phone_number")["note"])

    def test_an_id_that_mariadb_takes_for_another_is_an_error_and_never_that_account(self):
        self.store.run("CREATE TABLE numbered(id int PRIMARY KEY, login varchar(64) COLLATE utf8mb4_general_ci)", "INSERT INTO numbered VALUES(12, 'Müller')",
                       "GRANT SELECT (id, login) ON chat.numbered TO 'writ_reader'@'127.0.0.1'")
        self.addCleanup(self.store.run, "DROP TABLE numbered")
        text = self.store.mapping.read_text()
        by_id, by_name = (text.split(f"[accounts.{kind}]")[1].split('query = "')[1].split('"')[0] for kind in ("user_id", "user_name"))
        loose = self.store.changed((by_id, "SELECT id AS account, login AS name FROM numbered WHERE id = :value"), (by_name, "SELECT id AS account, login AS name FROM numbered WHERE login = :value"))
        for kind, value in (("user_id", "12abc"), ("user_id", "1.2e1"), ("user_name", "muller")):
            error = ask(loose, kind, value, "user_name").get("error", {})
            self.assertIn("is not what was asked", error.get("rule", ""), (value, error))
        compared = self.store.changed((by_id, "SELECT id AS account, id AS stored FROM numbered WHERE id = :value"), (by_name, "SELECT id AS account, login AS stored FROM numbered WHERE login = :value"))
        for kind, value in (("user_id", "12abc"), ("user_name", "muller")):
            self.assertEqual([], ask(compared, kind, value, "user_name")["accounts"])
        self.assertEqual(["12"], [one["account"] for one in ask(compared, "user_id", "12", "user_name")["accounts"]])

    def test_membership_of_a_role_is_named(self):
        self.store.run("CREATE ROLE strong", "GRANT strong TO 'writ_reader'@'127.0.0.1'")
        self.addCleanup(self.store.run, "DROP ROLE strong")
        self.assertIn("grants: too wide: the user is a member of strong", self.wrong(self.store.file))

    def test_a_grant_that_is_too_wide_is_named(self):
        self.store.run("GRANT SELECT ON chat.* TO 'writ_reader'@'127.0.0.1'", "GRANT UPDATE (login) ON chat.accounts TO 'writ_reader'@'127.0.0.1'",
                       "GRANT PROCESS ON *.* TO 'writ_reader'@'127.0.0.1'")
        found = self.wrong(self.store.file)
        self.store.run("REVOKE SELECT ON chat.* FROM 'writ_reader'@'127.0.0.1'", "REVOKE UPDATE (login) ON chat.accounts FROM 'writ_reader'@'127.0.0.1'",
                       "REVOKE PROCESS ON *.* FROM 'writ_reader'@'127.0.0.1'")
        self.assertEqual({"grants: too wide: the role has PROCESS on everything", "grants: too wide: the role has SELECT on all of chat",
                          "grants: too wide: the role has UPDATE on accounts.login", "grants: too wide: the role can read accounts.password"}, set(found))
        self.assertEqual([], self.wrong(self.store.file))

    def test_a_statement_without_an_index_is_named_with_its_table(self):
        found = self.wrong(self.store.changed(("WHERE digits = :digits", "WHERE CONCAT('+', digits) = :value")))
        self.assertEqual(["accounts.phone_number: no index serves it: accounts is read from end to end"], found)

    def test_a_wrong_unit_is_found_before_use(self):
        other = self.store.changed(('[category.ip_address]\nunit = "milliseconds"', '[category.ip_address]\nunit = "seconds"'))
        self.assertTrue(all("wrong unit" in f for f in self.wrong(other)) and self.wrong(other))
        self.assertTrue(ask(other, "user_id", "a1", "ip_address")["error"]["rule"].startswith("unit: "))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
