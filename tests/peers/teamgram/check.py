"""The connector against Teamgram's tables in a real MariaDB: python3 check.py PROVIDER_ASK [unittest arguments]."""
import json
import pathlib
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "sql"))
from messenger import DAY, T, Messenger

HELPER = pathlib.Path(sys.argv[1]).resolve()
ALL = ["phone_number", "ip_address", "registration_date", "last_seen", "device", "user_name", "email"]


def ask(source, kind, value, *categories, **more):
    asked = {"kind": kind, "value": value, "categories": categories, "as_of": T, "retention_days": 365, "not_held": [], **more}
    return json.loads(subprocess.run([str(HELPER), str(source), json.dumps(asked)], check=True, capture_output=True, text=True, timeout=60).stdout)


class TeamgramTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.messenger = messenger = Messenger()
        cls.addClassCleanup(messenger.stop)
        printed = subprocess.run([str(HELPER), "--sql", "teamgram", "teamgram"], check=True, capture_output=True, text=True).stdout
        cls.locked = messenger.install(printed)
        cls.provider = messenger.provider()
        messenger.user(101, "4930901820", T - 400 * DAY, "Alice_A")
        messenger.session(101, messenger.device("203.0.113.7", T - 3 * DAY), T - 100 * DAY)
        messenger.session(101, messenger.device("2001:db8::b", T - 2 * DAY, "Tablet"), 0, ended=True)
        messenger.sql(f"INSERT INTO user_presences(user_id, last_seen_at) VALUES(101, {T - DAY})")
        messenger.user(102, "4930901821", T - 50 * DAY)
        messenger.user(103, "4930901822", T - 300 * DAY, "bob")
        messenger.session(103, messenger.device("203.0.113.9", T - 5 * DAY), T - 9 * DAY)
        messenger.delete(103)
        messenger.sql("INSERT INTO username(username, peer_type, peer_id) VALUES('alice_channel', 4, 101)")

    def ask(self, kind, value, *categories, **more):
        return ask(self.provider, kind, value, *categories, **more)

    def only(self, kind, value, category, **more):
        answer = self.ask(kind, value, category, **more)
        self.assertEqual(1, len(answer.get("accounts", [])), answer)
        return answer["accounts"][0]["categories"][category]

    def test_a_phone_number_and_an_address_are_given_for_number_name_and_id(self):
        for kind, value in (("phone_number", "+4930901820"), ("user_name", "alice_a"), ("user_name", "@ALICE_A"), ("user_id", "101")):
            answer = self.ask(kind, value, "phone_number", "ip_address")
            self.assertEqual(["101"], [account["account"] for account in answer["accounts"]], value)
            held = answer["accounts"][0]["categories"]
            self.assertEqual(["+4930901820"], [datum["value"] for datum in held["phone_number"]["data"]])
            self.assertIsNone(held["phone_number"]["data"][0]["at"])
            self.assertEqual(["203.0.113.7", "2001:db8::b"], [datum["value"] for datum in held["ip_address"]["data"]])
            self.assertEqual([T - 3 * DAY, T - 2 * DAY], [datum["at"] for datum in held["ip_address"]["data"]])
            self.assertEqual([None, None], [datum["port"] for datum in held["ip_address"]["data"]])

    def test_a_name_of_a_channel_and_a_name_that_looks_alike_are_no_user(self):
        self.assertEqual([], self.ask("user_name", "alice_channel", "phone_number")["accounts"])
        for other in ("älice_a", "alice_а", "alice a", "", "al%", "alice_a\u200b"):  # the second with a Cyrillic a
            self.assertEqual("selector.value", self.ask("user_name", other, "phone_number")["error"]["field"], other)
        self.assertEqual([], self.ask("user_name", "alice__", "phone_number")["accounts"])
        self.assertIn("is a number", self.ask("user_id", "101 OR 1=1", "phone_number")["error"]["rule"])

    def test_registration_is_in_utc_whatever_zone_the_server_has(self):
        self.assertEqual("2023-05-27T17:30:00Z", self.messenger.sql("SELECT DATE_FORMAT(created_at, '%Y-%m-%dT%TZ') FROM users WHERE id = 101").strip())
        self.assertEqual(T - 400 * DAY, self.only("user_id", "101", "registration_date")["data"][0]["at"])

    def test_last_seen_is_the_presence_row(self):
        seen = self.only("user_id", "101", "last_seen")
        self.assertEqual((T - DAY, "last seen at"), (seen["data"][0]["at"], seen["data"][0]["time_meaning"]))
        self.assertEqual("none_in_period", self.only("user_id", "102", "last_seen")["holding"])

    def test_an_ended_session_keeps_its_address_and_its_beginning_is_not_held(self):
        first, second = self.only("user_id", "101", "ip_address")["data"]
        self.assertEqual("last active at (session since 2024-03-22T12:00:00Z)", first["time_meaning"])
        self.assertEqual("last active at (the session's beginning is not held)", second["time_meaning"])

    def test_a_deleted_account_has_lost_its_number_and_is_not_found_by_it(self):
        phone = self.only("user_id", "103", "phone_number")
        self.assertEqual(("none_in_period", []), (phone["holding"], phone["data"]))
        self.assertIn("overwrites its phone number", phone["note"])
        found = self.ask("phone_number", "+4930901822", "phone_number")
        self.assertEqual([], found["accounts"])
        self.assertIn("does not mean there is no account", found["account_note"])
        self.assertEqual("held", self.only("user_id", "103", "ip_address")["holding"])

    def test_one_device_that_carries_two_accounts_is_said_so_in_both_answers(self):
        for identity in (111, 112):
            self.messenger.user(identity, f"49309018{identity}", T - 90 * DAY)
        key = self.messenger.device("198.51.100.5", T - 4 * DAY)
        for identity in (111, 112):
            self.messenger.session(identity, key, T - 80 * DAY)
        for identity in ("111", "112"):
            self.assertIn("the device carries 2 accounts, which of them was active is not kept",
                          self.only("user_id", identity, "ip_address")["data"][0]["time_meaning"])
        both = self.ask("ip_address", "198.51.100.5", "phone_number", **{"from": T - 4 * DAY - 60, "to": T - 4 * DAY + 60})
        self.assertEqual(["111", "112"], [account["account"] for account in both["accounts"]])
        self.assertIn("each of them is named", both["account_note"])

    def test_what_a_device_did_after_its_user_signed_out_and_another_signed_in_is_not_the_first_ones(self):
        for identity in (121, 122):
            self.messenger.user(identity, f"49309018{identity}", T - 90 * DAY)
        key = self.messenger.device("198.51.100.6", T - 4 * DAY)
        self.messenger.session(121, key, 0, ended=True)
        self.messenger.session(122, key, T - 10 * DAY)
        first = self.only("user_id", "121", "ip_address")
        self.assertEqual(("none_in_period", []), (first["holding"], first["data"]))
        self.assertIn("of a device that another account uses since 1", first["note"])
        found = self.ask("ip_address", "198.51.100.6", "phone_number", **{"from": T - 4 * DAY - 60, "to": T - 4 * DAY + 60})
        self.assertEqual(["122"], [account["account"] for account in found["accounts"]])

    def test_an_address_is_found_in_every_spelling_within_the_window_only(self):
        self.messenger.user(131, "4930901131", T - 90 * DAY)
        for address in ("::ffff:198.51.100.77", "198.51.100.77:4711", "[2001:db8::77]:443", "2001:DB8:0::77"):
            self.messenger.session(131, self.messenger.device(address, T - 6 * DAY), T - 80 * DAY)
        window = {"from": T - 6 * DAY, "to": T - 6 * DAY + 1}
        for address in ("198.51.100.77", "2001:db8::77"):
            self.assertEqual(["131"], [a["account"] for a in self.ask("ip_address", address, "phone_number", **window)["accounts"]], address)
            earlier = {"from": T - 6 * DAY - 60, "to": T - 6 * DAY}
            self.assertEqual([], self.ask("ip_address", address, "phone_number", **earlier)["accounts"])
        self.assertEqual([], self.ask("ip_address", "198.51.100.7", "phone_number", **window)["accounts"])
        self.assertEqual(["131"], [a["account"] for a in self.ask("ip_address", "198.51.100.77", "phone_number", port=9, **window)["accounts"]])
        self.assertIn("Source ports are hardly ever stored", self.ask("ip_address", "198.51.100.77", "phone_number", port=9, **window)["account_note"])

    def test_an_address_that_the_column_may_have_cut_is_not_given(self):
        self.messenger.user(141, "4930901141", T - 90 * DAY)
        whole = "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1234"
        self.messenger.session(141, self.messenger.device(whole[:32], T - DAY), T - 80 * DAY)
        self.assertIn("possibly cut to 32 characters 1", self.only("user_id", "141", "ip_address")["note"])

    def test_a_number_whose_account_was_made_inside_the_period_may_have_been_anothers_before(self):
        answer = self.ask("phone_number", "+4930901821", "ip_address", **{"from": T - 60 * DAY, "to": T - 10 * DAY})
        self.assertIn("changed hands inside the period asked: it is tied to 102 since 2024-05-11T12:00:00Z", answer["account_note"])
        later = self.ask("phone_number", "+4930901821", "ip_address", **{"from": T - 40 * DAY, "to": T - 10 * DAY})
        self.assertNotIn("changed hands", later["account_note"])

    def test_an_email_address_finds_nobody_and_is_not_held(self):
        self.assertEqual("selector.kind", self.ask("email", "a@b.example", "phone_number")["error"]["field"])
        self.assertEqual("not_held_by_design", self.only("user_id", "101", "email")["holding"])

    def test_rows_older_than_the_retention_are_expired_and_later_than_the_record_clock_invisible(self):
        self.assertEqual("expired", self.only("user_id", "101", "ip_address", retention_days=1)["holding"])
        self.assertEqual(["203.0.113.7"], [d["value"] for d in self.only("user_id", "101", "ip_address", as_of=T - 3 * DAY)["data"]])
        self.assertEqual([], self.ask("user_id", "101", "phone_number", as_of=T - 401 * DAY)["accounts"])

    def test_keys_messages_contacts_and_every_other_column_cannot_be_read_with_the_grants(self):
        for tried in ("SELECT body FROM auth_keys", "SELECT message FROM messages", "SELECT contact_phone FROM user_contacts", "SELECT access_hash FROM users",
                      "SELECT first_name FROM users", "SELECT * FROM users", "SELECT proxy FROM auths", "SELECT params FROM auths", "SELECT * FROM auths",
                      "SELECT hash FROM auth_users", "SELECT host, user, authentication_string FROM mysql.user", "UPDATE users SET deleted = 1",
                      "INSERT INTO username(username) VALUES('x')", "DELETE FROM auths", "CREATE TABLE mine(x int)", "SELECT LOAD_FILE('/etc/passwd')",
                      "SELECT id FROM users INTO OUTFILE '/tmp/writ-out'", "SHOW GRANTS FOR root@localhost", "SET GLOBAL general_log = 1", "GRANT SELECT ON users TO root@localhost"):
            done = self.messenger.as_reader(tried)
            self.assertTrue(done.returncode != 0 or done.stdout.strip() == "NULL", (tried, done.stdout))
        self.assertEqual("101\n", self.messenger.as_reader("SELECT id FROM users WHERE phone = '4930901820'").stdout)
        listed = self.messenger.as_reader("SELECT table_name FROM information_schema.tables WHERE table_schema = 'teamgram'").stdout
        self.assertEqual(["auth_users", "auths", "user_presences", "username", "users"], sorted(listed.split()))
        self.assertIn("locked", self.locked.stderr)

    def test_times_in_milliseconds_are_an_error_and_not_an_empty_list(self):
        key = self.messenger.device("203.0.113.99", T * 1000)
        error = self.ask("user_id", "101", "ip_address")["error"]
        self.messenger.sql(f"DELETE FROM auths WHERE auth_key_id = {key}")
        self.assertTrue(error["rule"].startswith("unit: "), error)

    def test_limits_are_errors_with_their_names(self):
        self.messenger.user(151, "4930901151", T - 90 * DAY)
        self.messenger.sql("INSERT INTO auth_users(auth_key_id, user_id, date_created, date_active) SELECT 1000000 + seq, 151, 1700000000, 1700000000 FROM seq_1_to_60")
        self.messenger.sql(f"INSERT INTO auths(auth_key_id, api_id, params, client_ip, date_active) SELECT 1000000 + seq, 4, '{{}}', '203.0.113.51', {T} - 1000 - seq FROM seq_1_to_60")
        few = self.messenger.provider("few.toml", more="limits.rows = 50")
        error = ask(few, "user_id", "151", "ip_address")["error"]
        self.assertEqual(("unavailable", True), (error["code"], error["rule"].startswith("row cap: more than 50 rows")), error)
        short = self.messenger.provider("short.toml", more="limits.time_ms = 1")
        error = ask(short, "ip_address", "203.0.113.51", "phone_number", **{"from": T - 3600, "to": T})["error"]
        self.assertTrue(error["rule"].startswith("time limit: "), error)
        wide = self.ask("ip_address", "203.0.113.51", "phone_number", **{"from": T - 2 * DAY, "to": T})["error"]
        self.assertIn("24 hours at most", wide["rule"])
        self.assertIn("with a time window", self.ask("ip_address", "203.0.113.51", "phone_number")["error"]["rule"])

    def test_an_address_shared_by_a_carrier_is_refused_since_no_port_is_kept(self):
        shared = self.messenger.provider("shared.toml", common='shared_addresses = ["203.0.113.0/24"]')
        window = {"from": T - 3 * DAY - 60, "to": T - 3 * DAY + 60}
        self.assertIn("asked with the source port", ask(shared, "ip_address", "203.0.113.7", "phone_number", **window)["error"]["rule"])
        self.assertIn("no source port is kept here", ask(shared, "ip_address", "203.0.113.7", "phone_number", port=4711, **window)["error"]["rule"])
        self.assertEqual("selector.value", self.ask("ip_address", "100.64.0.9", "phone_number", **window)["error"]["field"])

    def test_more_candidates_than_the_cap_are_refused(self):
        for i in range(11):
            self.messenger.user(200 + i, f"493090{200 + i}", T - 90 * DAY)
            self.messenger.session(200 + i, self.messenger.device("198.51.100.200", T - 8 * DAY), T - 80 * DAY)
        window = {"from": T - 8 * DAY - 60, "to": T - 8 * DAY + 60}
        self.assertIn("fits more than 10 accounts", self.ask("ip_address", "198.51.100.200", "phone_number", **window)["error"]["rule"])
        more = self.messenger.provider("more.toml", common="candidates_max = 11")
        self.assertEqual(11, len(ask(more, "ip_address", "198.51.100.200", "phone_number", **window)["accounts"]))

    def test_a_window_is_a_scan_that_ends_at_the_time_limit(self):
        self.messenger.sql(f"INSERT INTO auths(auth_key_id, api_id, params, client_ip, date_active) SELECT 2000000 + seq, 4, '{{}}',"
                           f" CONCAT('198.18.', seq MOD 250, '.', seq MOD 249), {T} - 900000 - seq FROM seq_1_to_300000")
        self.messenger.sql("INSERT INTO auth_users(auth_key_id, user_id, date_created, date_active) SELECT 2000000 + seq, 900000 + seq, 1700000000, 1700000000 FROM seq_1_to_300000")
        window = {"from": T - 3 * DAY - 60, "to": T - 3 * DAY + 60}
        self.assertEqual(["101"], [a["account"] for a in self.ask("ip_address", "203.0.113.7", "phone_number", **window)["accounts"]])
        short = self.messenger.provider("scan.toml", more="limits.time_ms = 20")
        error = ask(short, "ip_address", "203.0.113.7", "phone_number", **window)["error"]
        self.assertEqual(("unavailable", "time limit: not read within 20 ms"), (error["code"], error["rule"]))

    def test_every_question_leaves_a_record_also_a_refused_one(self):
        answer = self.ask("user_id", "101", *ALL)
        self.assertEqual([("teamgram", 1, "")], [(r["source"], r["accounts"], r["refused"]) for r in answer["records"]])
        self.assertGreater(answer["records"][0]["rows"], 3)

    def test_the_audit_counts_rows_under_the_column_grants_and_names_nobody(self):
        done = subprocess.run([str(HELPER), "--audit", str(self.provider), json.dumps({"retention_days": 30})], check=True, capture_output=True, text=True, timeout=60)
        report = json.loads(done.stdout)
        self.assertTrue(report["complete"], report)
        count = lambda rows: int(self.messenger.sql(f"SELECT COUNT(*) FROM {rows}"))
        self.assertEqual(count("auths WHERE client_ip <> ''"), report["held"]["ip_address"]["rows"])
        self.assertEqual(count("users WHERE phone <> '' AND phone NOT LIKE '-%'"), report["held"]["phone_number"]["rows"])
        self.assertGreater(count("username WHERE peer_type = 2 AND deleted = 0"), 0)
        self.assertEqual(count("username WHERE peer_type = 2 AND deleted = 0"), report["held"]["user_name"]["rows"])
        self.assertEqual(report["held"]["ip_address"]["rows"], report["held"]["ip_address"]["past"])  # the record clock lies years back
        self.assertTrue(any("the job that deletes rows of auths" in words for words in report["wrong"]), report["wrong"])
        self.assertNotRegex(done.stdout, "4930|203.0.113|alice|Alice")

    def test_check_finds_the_grants_fit_and_names_what_is_too_wide(self):
        def wrong():
            done = subprocess.run([str(HELPER), "--check", str(self.provider), str(T)], check=True, capture_output=True, text=True, timeout=60)
            return [f"{f['subject']}: {f['said']}" for f in json.loads(done.stdout)["findings"] if f["wrong"]]

        self.assertEqual([], wrong())
        self.messenger.sql("GRANT SELECT (access_hash) ON users TO 'writ_reader'@'127.0.0.1'")
        self.messenger.sql("REVOKE SELECT (last_seen_at) ON user_presences FROM 'writ_reader'@'127.0.0.1'")
        found = wrong()
        self.messenger.sql("REVOKE SELECT (access_hash) ON users FROM 'writ_reader'@'127.0.0.1'")
        self.messenger.sql("GRANT SELECT (last_seen_at) ON user_presences TO 'writ_reader'@'127.0.0.1'")
        self.assertEqual(["grants: too wide: the role can read users.access_hash", "grants: the role cannot read user_presences.last_seen_at"], found)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
