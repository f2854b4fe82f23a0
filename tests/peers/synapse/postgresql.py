"""Synapse on PostgreSQL: the same cases, through functions that the operator installed, and what the role cannot do."""
import json
import pathlib
import sqlite3
import subprocess
import unittest

from cases import HELPER, SynapseCases, helper
from homeserver import Homeserver
from servers import Postgresql, secret_file

ROLE_PASSWORD = "reader-secret"


class SynapsePostgresqlTest(SynapseCases, unittest.TestCase):
    @classmethod
    def engine(cls, python, folder):
        cls.postgresql = Postgresql()
        cls.addClassCleanup(cls.postgresql.stop)
        cls.postgresql.psql("CREATE ROLE synapse LOGIN PASSWORD 'synapse-secret'")
        cls.postgresql.psql("CREATE DATABASE synapse OWNER synapse TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        return Homeserver(python, folder, {"host": "127.0.0.1", "port": cls.postgresql.port, "user": "synapse", "password": "synapse-secret",
                                           "dbname": "synapse", "cp_min": 1, "cp_max": 5})

    @classmethod
    def installed(cls):
        folder = pathlib.Path(cls.state.name)
        cls.install_file = folder / "install.sql"
        cls.install_file.write_text(subprocess.run([str(HELPER), "--sql", "synapse", "public"], check=True, capture_output=True, text=True).stdout)
        for _ in range(2):  # safe to run again
            cls.postgresql.psql(None, database="synapse", file=cls.install_file)
        cls.postgresql.psql(f"ALTER ROLE writ_reader PASSWORD '{ROLE_PASSWORD}'")
        secret_file(folder, ROLE_PASSWORD)
        cls.provider = folder / "provider.toml"
        cls.provider.write_text(f"""schema = "writ-provider/v1"
[[source]]
name = "synapse"
kind = "synapse_postgresql"
port = {cls.postgresql.port}
database = "synapse"
user = "writ_reader"
secret_file = "secret"
""")

    def source(self):
        return self.provider

    @classmethod
    def rows(cls, sql):
        return cls.postgresql.rows(sql, database="synapse")

    @classmethod
    def write(cls, sql):
        cls.postgresql.psql(sql, database="synapse")

    def as_reader(self, sql):
        return self.postgresql.psql(sql, database="synapse", user="writ_reader", password=ROLE_PASSWORD, check=False)

    def all_as_reader(self, statements):
        """Each for itself, also after one that failed."""
        path = pathlib.Path(self.state.name) / "tried.sql"
        path.write_text("\\set ON_ERROR_STOP off\n" + "".join(f"{statement};\n" for statement in statements))
        return self.postgresql.psql(None, database="synapse", user="writ_reader", password=ROLE_PASSWORD, check=False, file=path)

    def test_the_role_can_read_no_table_of_the_messenger_and_of_nobody_else(self):
        tables = self.rows("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
        self.assertGreater(len(tables), 100)
        done = self.all_as_reader(f"SELECT 1 FROM {table} LIMIT 1" for (table,) in tables)
        self.assertEqual(("", len(tables)), (done.stdout, done.stderr.count("permission denied")))
        secrets = self.rows("SELECT format('%I', relname) FROM pg_class WHERE relkind IN ('v','m','S','r','p') AND relnamespace = 'pg_catalog'::regnamespace"
                            " AND NOT has_table_privilege('writ_reader', oid, 'SELECT')")
        self.assertIn(("pg_authid",), secrets)  # password hashes of roles
        self.assertIn(("pg_statistic",), secrets)  # most common values of every column

    def test_the_catalogue_tells_the_role_nothing_of_what_tables_hold(self):
        self.assertEqual("0", self.as_reader("SELECT count(*) FROM pg_stats WHERE schemaname = 'public'").stdout.strip())
        self.assertEqual("0", self.as_reader("SELECT count(*) FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')").stdout.strip())
        self.assertEqual("0", self.as_reader("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public'").stdout.strip())
        others = self.as_reader("SELECT DISTINCT query FROM pg_stat_activity WHERE usename = 'synapse'").stdout.strip()
        self.assertEqual("<insufficient privilege>", others)
        for tried in ("SELECT pg_read_file('/etc/passwd')", "COPY (SELECT 1) TO PROGRAM 'id'", "SELECT lo_import('/etc/passwd')",
                      "SET ROLE writ_owner", "SET ROLE synapse", "SET SESSION AUTHORIZATION postgres", "ALTER ROLE writ_reader SUPERUSER",
                      "CREATE SCHEMA mine", "SET default_transaction_read_only = off; CREATE TABLE public.mine(x int)",
                      "SET default_transaction_read_only = off; CREATE FUNCTION writ.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                      "SELECT writ.same_address('x', '203.0.113.1')", "DROP FUNCTION writ.synapse_account(text)"):
            self.assertNotEqual(0, self.as_reader(tried).returncode, tried)

    def test_the_functions_list_nobody(self):
        callable_now = {name for (name,) in self.rows(
            "SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'writ'::regnamespace AND has_function_privilege('writ_reader', p.oid, 'EXECUTE')")}
        tries = {  # function -> arguments that would list somebody if it could
            "synapse_account(text)": ["NULL", "''", "'%'", "'@%'", "'@_lice:writ.test'", "'@a%'", "'.*'", "'@alice'"],
            "synapse_account_by_localpart(text)": ["NULL", "''", "'%'", "'_'", "'a'", "':'", "'.*'", "'alice:writ.test'", "'@'"],
            "synapse_accounts_by_phone(text,text,text,bigint)": [
                f"{country}, {trunk}, {national}, 99999999999999" for trunk in ("NULL", "''", "'0'", "'.*'", "'[0-9]*'") for country in ("NULL", "''", "'49'", "'.'", "'4|.*'") for national in ("NULL", "''", "'%'", "'.*'", "'0'", "'901820'", "'[0-9]*'")],
            "synapse_accounts_by_email(text,bigint)": ["NULL, 99999999999999", "'', 99999999999999", "'%', 99999999999999", "'alice@%', 99999999999999"],
            "synapse_accounts_by_address(text,bigint,bigint)": [
                "NULL, 0, 1", "'203.0.113.0/24', 1000000000000, 1000000000001", "'0.0.0.0/0', 99999999999, 100000000000", "'%', 1, 2",
                "'203.0.113.31', 0, 99999999999999"],
            "synapse_addresses(text,bigint,bigint)": ["NULL, 0, 99999999999999", "'%', 0, 99999999999999", "'', 0, 99999999999999"],
            "synapse_user_agents(text,bigint,bigint)": ["NULL, 0, 99999999999999", "'%', 0, 99999999999999"],
            "synapse_last_seen(text,bigint,bigint)": ["NULL, 0, 99999999999999", "'%', 0, 99999999999999"],
            "synapse_third_party_ids(text,text,bigint)": ["NULL, 'email', 99999999999999", "'%', 'email', 99999999999999", "'@alice:writ.test', '%', 99999999999999"],
        }
        no_account_in_it = {"writ.synapse_newest_address()", "writ.synapse_extent()", "writ.synapse_survey(text,bigint)"}
        self.assertEqual(callable_now, {"writ." + name for name in tries} | no_account_in_it)
        for function, arguments in tries.items():
            done = self.all_as_reader(f"SELECT * FROM writ.{function.split('(')[0]}({argument})" for argument in arguments)
            self.assertEqual("", done.stdout.strip(), function)
        self.assertNotRegex(self.as_reader("SELECT * FROM writ.synapse_extent()").stdout, "@|alice|4930")

    def test_the_audit_counts_by_a_function_that_names_nobody(self):
        done = subprocess.run([str(HELPER), "--audit", str(self.provider), json.dumps({"retention_days": 28})], check=True, capture_output=True, text=True, timeout=60)
        report = json.loads(done.stdout)
        self.assertTrue(report["complete"], report)
        for category, sql in (("ip_address", "user_ips WHERE ip <> ''"), ("phone_number", "user_threepids WHERE medium = 'msisdn'"),
                              ("email", "user_threepids WHERE medium = 'email'"), ("user_name", "users")):
            (rows,), = self.rows(f"SELECT count(*) FROM {sql}")
            self.assertEqual(int(rows), report["held"][category]["rows"], category)
        (oldest,), = self.rows("SELECT min(last_seen) / 1000 FROM user_ips WHERE ip <> ''")
        self.assertEqual(int(oldest), report["held"]["ip_address"]["oldest"])
        self.assertNotRegex(done.stdout, "@|alice|4930")

    def test_functions_belong_to_a_role_that_cannot_log_in_and_reads_a_few_columns_only(self):
        self.assertEqual([("writ_owner", "t")], self.rows("SELECT DISTINCT proowner::regrole, bool_and(proconfig::text LIKE '%search_path=pg_catalog, pg_temp%')"
                                                          " FROM pg_proc WHERE pronamespace = 'writ'::regnamespace GROUP BY 1"))
        self.assertEqual([("f", "f", "f")], self.rows("SELECT rolcanlogin, rolsuper, rolinherit FROM pg_roles WHERE rolname = 'writ_owner'"))
        readable = self.rows("SELECT table_name, string_agg(column_name, ',' ORDER BY column_name) FROM information_schema.column_privileges"
                             " WHERE grantee = 'writ_owner' GROUP BY 1 ORDER BY 1")
        self.assertEqual([("user_ips", "ip,last_seen,user_agent,user_id"), ("user_threepids", "added_at,address,medium,user_id"),
                          ("users", "creation_ts,deactivated,name")], readable)
        public = self.rows("SELECT count(*) FROM pg_proc WHERE pronamespace = 'writ'::regnamespace AND has_function_privilege('synapse', oid, 'EXECUTE')")
        self.assertEqual([("0",)], public)

    def test_an_installation_that_fails_leaves_nothing_behind(self):
        self.postgresql.psql("CREATE DATABASE other")
        self.postgresql.psql("CREATE TABLE users(name text, creation_ts bigint, deactivated smallint)", database="other")  # user_ips is missing
        failed = self.postgresql.psql(None, database="other", file=self.install_file, check=False)
        self.assertNotEqual(0, failed.returncode)
        self.assertEqual([("0", "0")], self.postgresql.rows("SELECT (SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE nspname = 'writ'),"
                                                            " (SELECT count(*) FROM pg_namespace WHERE nspname = 'writ')", database="other"))
        self.postgresql.psql("CREATE ROLE strong SUPERUSER")
        wide = pathlib.Path(self.state.name) / "wide.sql"
        wide.write_text(self.install_file.read_text().replace("writ_reader", "strong"))
        self.assertIn("may do more than read", self.postgresql.psql(None, database="synapse", file=wide, check=False).stderr)

    def test_both_engines_give_the_same_answers_on_the_same_rows(self):
        copy = pathlib.Path(self.state.name) / "copy.db"
        columns = {"users": ("name", "creation_ts", "deactivated"), "user_ips": ("user_id", "ip", "user_agent", "last_seen"),
                   "user_threepids": ("user_id", "medium", "address", "added_at")}
        odd = [("@alice:writ.test", "msisdn", "0049 (0)30-901825"), ("@bob:writ.test", "msisdn", "+1 (202) 555-0123"), ("@bob:writ.test", "msisdn", "030 901826")]
        for user, medium, address in odd:
            self.postgresql.psql(f"INSERT INTO user_threepids(user_id, medium, address, validated_at, added_at) VALUES('{user}', '{medium}', '{address}', {self.began}000, {self.began}000)",
                                 database="synapse")
        for i, address in enumerate(["[2001:db8::b]:443", " 203.0.113.31 ", "::FFFF:cb00:711f", "fe80::1%eth0", "203.0.113.031", "2001:db8::b/64", "::ffff:203.0.113.31:9"]):
            self.postgresql.psql(f"INSERT INTO user_ips(user_id, access_token, device_id, ip, user_agent, last_seen) VALUES('@bob:writ.test', 'odd{i}', 'D', '{address}', 'Odd', {self.began}500)",
                                 database="synapse")
        with sqlite3.connect(copy) as db:
            for table, names in columns.items():
                db.execute(f"CREATE TABLE {table}({', '.join(names)})")
                listed = json.loads(self.rows(f"SELECT coalesce(json_agg(json_build_array({', '.join(names)})), '[]') FROM {table}")[0][0])
                db.executemany(f"INSERT INTO {table} VALUES({', '.join('?' * len(names))})", listed)
        db.close()
        window = {"from": self.began - 10, "to": self.now + 10}
        every = ["phone_number", "email", "ip_address", "registration_date", "last_seen", "user_name", "device"]
        questions = [{"kind": "user_name", "value": v} for v in ("alice", "ALICE", "@bob:writ.test", "nobody", "al", "b:c")]
        questions += [{"kind": "user_id", "value": v} for v in ("@alice:writ.test", "@carol:writ.test", "@Alice:writ.test", "alice")]
        questions += [{"kind": "phone_number", "value": v} for v in ("+4930901820", "+4930901825", "+12025550123", "+4930901826", "+4930901821", "030901820")]
        questions += [{"kind": "email", "value": v} for v in ("ALICE@mail.example", "alice@mail", "%")]
        questions += [{"kind": "ip_address", "value": v, **window, **port} for v in ("203.0.113.31", "2001:db8::b", "203.0.113.33", "198.51.100.1", "10.1.2.3", "x")
                      for port in ({}, {"port": 5555}, {"port": 443})]
        changes = ({}, {"as_of": self.now + 20 * 86400}, {"as_of": self.began - 86400}, {"retention_days": 1, "as_of": self.now + 2 * 86400})
        asked = [{"categories": every, "as_of": self.now, "not_held": [], **question, **more} for question in questions for more in changes]
        for question, theirs, ours in zip(asked, helper(copy, json.dumps(asked)), helper(self.provider, json.dumps(asked)), strict=True):
            for answer in (theirs, ours):
                answer.pop("records", None)  # rows read differ: one filters in the server
            self.assertEqual(theirs, ours, question)

    def test_a_wrong_password_a_stopped_limit_and_a_missing_function_are_named(self):
        text = self.provider.read_text()
        broken = pathlib.Path(self.state.name) / "broken.toml"
        asked = json.dumps({"kind": "user_name", "value": "alice", "categories": ["ip_address"], "as_of": self.now})
        for change, rule in ((('secret_file = "secret"', 'secret_env = "WRIT_NO_SUCH"'), "secret: "), (('user = "writ_reader"', 'user = "synapse"'), "connection: "),
                             (('database = "synapse"', 'database = "postgres"'), "schema: "), ((f"port = {self.postgresql.port}", "port = 1"), "connection: "),
                             (('name = "synapse"', 'name = "synapse"\nlimits.rows = 2'), "row cap: "), (('name = "synapse"', 'name = "synapse"\nlimits.time_ms = 1'), "time limit: ")):
            broken.write_text(text.replace(*change))
            error = helper(broken, asked)["error"]
            self.assertEqual("unavailable", error["code"], error)
            self.assertTrue(error["rule"].startswith(rule), (rule, error))
            self.assertNotIn("reader-secret", json.dumps(error))

    def test_check_finds_the_installation_fit_and_names_what_is_not(self):
        def wrong():
            return [f"{f['subject']}: {f['said']}" for f in helper("--check", self.provider, self.now)["findings"] if f["wrong"]]

        self.assertEqual([], wrong())
        self.postgresql.psql("GRANT SELECT ON public.users TO writ_reader; GRANT EXECUTE ON FUNCTION writ.synapse_account(text) TO PUBLIC;"
                             " ALTER FUNCTION writ.synapse_extent() OWNER TO postgres; ALTER FUNCTION writ.synapse_addresses(text, bigint, bigint) RESET search_path;"
                             " REVOKE EXECUTE ON FUNCTION writ.synapse_user_agents(text, bigint, bigint) FROM writ_reader", database="synapse")
        found = wrong()
        self.postgresql.psql("REVOKE ALL ON public.users FROM writ_reader; DROP FUNCTION writ.synapse_extent()", database="synapse")
        self.postgresql.psql(None, database="synapse", file=self.install_file)
        self.assertIn("functions: writ.synapse_account may be called by everybody", found)
        self.assertIn("functions: writ.synapse_extent belongs to a superuser", found)
        self.assertIn("functions: writ.synapse_addresses has no search_path of its own", found)
        self.assertIn("functions: writ.synapse_user_agents may not be called by the role", found)
        self.assertTrue(any(f.startswith("grants: too wide: the role can read public.users.") for f in found), found)
        self.assertEqual([], wrong())
