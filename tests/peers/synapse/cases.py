"""What is asked of a real Synapse, whatever engine it runs on."""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from homeserver import install

HELPER, FOLDER = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
SPELLINGS = {  # X-Forwarded-For as sent -> what the connector reports
    "203.0.113.30": "203.0.113.30",
    "2001:DB8:0:0::B": "2001:db8::b",
    "::ffff:203.0.113.31": "203.0.113.31",
    "203.0.113.33:5555": "203.0.113.33",
}
NOT_USERS = ["not-an-ip", "10.1.2.3", None]  # None: no header, so 127.0.0.1


def helper(*words):
    return json.loads(subprocess.run([str(HELPER), *map(str, words)], check=True, capture_output=True, text=True, timeout=120).stdout)


class SynapseCases:
    """The same list on both engines. An engine gives `engine(folder)` -> Homeserver, `source()` and `rows(sql)`."""

    @classmethod
    def setUpClass(cls):
        FOLDER.mkdir(parents=True, exist_ok=True)
        cls.state = tempfile.TemporaryDirectory(dir=FOLDER)
        cls.addClassCleanup(cls.state.cleanup)
        cls.server = server = cls.engine(install(FOLDER), pathlib.Path(cls.state.name))
        cls.addClassCleanup(server.stop)
        server.start()
        cls.installed()
        cls.began = int(time.time())
        cls.old = cls.began - 40 * 86400  # Synapse keeps 28 days unless told otherwise, and prunes once a minute
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
        server.register("dave")
        cls.forged_and_logged_out()
        server.call("POST", "/_synapse/admin/v1/deactivate/@carol:writ.test", {}, token=cls.admin)
        cls.now = int(time.time()) + 1

    @classmethod
    def forged_and_logged_out(cls):
        """Erin's number went to Frank; she sent her own X-Forwarded-For through a proxy that appends to it, and signed out."""
        for name in ("erin", "frank"):
            cls.server.register(name)
        cls.third_party("erin", [("msisdn", "4930901825")])
        time.sleep(1.1)  # `added_at` in seconds, as it is given
        cls.handed_over = int(time.time())
        cls.third_party("frank", [("msisdn", "4930901825")])
        token = cls.server.login("erin", "203.0.113.60")
        cls.server.call("GET", "/_matrix/client/v3/account/whoami", token=token, forwarded="203.0.113.200, 203.0.113.60")
        cls.wait_for_rows("@erin:writ.test", 1)
        cls.server.call("POST", "/_matrix/client/v3/logout", {}, token=token)

    @classmethod
    def third_party(cls, name, ids):
        cls.server.call("PUT", f"/_synapse/admin/v2/users/@{name}:writ.test",
                        {"threepids": [{"medium": m, "address": a} for m, a in ids]}, token=cls.admin)

    @classmethod
    def wait_for_rows(cls, user, count):
        for _ in range(200):
            if len(cls.rows(f"SELECT ip FROM user_ips WHERE user_id = '{user}'")) >= count:
                return
            time.sleep(0.1)
        raise RuntimeError(f"no {count} address rows of {user} after 20 seconds")

    def ask(self, kind, value, *categories, **more):
        return helper(self.source(), json.dumps(
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

    def test_a_number_that_a_second_account_was_given_has_left_the_first_without_a_trace_but_its_time(self):
        answer = self.ask("phone_number", "+4930901825", "phone_number")
        self.assertEqual(["@frank:writ.test"], [a["account"] for a in answer["accounts"]])
        (held,) = answer["accounts"][0]["categories"]["phone_number"]["data"]
        self.assertGreaterEqual(held["at"], self.handed_over)
        first = self.only("user_id", "@erin:writ.test", "phone_number")
        self.assertEqual(("none_in_period", []), (first["holding"], first["data"]))
        before = self.ask("phone_number", "+4930901825", "phone_number", **{"from": self.handed_over - 3600, "to": self.now})
        self.assertIn("@frank:writ.test", before["account_note"])  # inside the period: whoever had it before is not known

    def test_signing_out_leaves_the_address_where_it_was(self):
        devices = self.rows("SELECT device_id FROM devices WHERE user_id = '@erin:writ.test' AND hidden IS NOT TRUE")
        self.assertEqual(1, len(devices), "of two, that of the registration is left")
        self.assertEqual(1, len(self.only("user_id", "@erin:writ.test", "ip_address")["data"]))

    def test_behind_a_proxy_that_appends_the_address_is_what_the_user_wrote(self):
        """Why the documents ask for a proxy that replaces the header: no reader can tell afterwards."""
        self.assertEqual(["203.0.113.200"], [d["value"] for d in self.only("user_id", "@erin:writ.test", "ip_address")["data"]])

    def test_pruning_takes_the_row_and_the_answer_stays_expired(self):
        window = {"from": self.old - 3600, "to": self.old + 3600}
        for _ in range(5):  # should the server prune between two lines of ours
            self.write(f"INSERT INTO user_ips(user_id, access_token, device_id, ip, user_agent, last_seen) VALUES('@dave:writ.test', 'old', 'D', '203.0.113.60', 'A', {self.old}000)")
            before = self.only("user_name", "dave", "ip_address", **window)
            longer = self.only("user_name", "dave", "ip_address", retention_days=365)
            if longer["holding"] == "held":
                break
        for _ in range(900):
            if not self.rows("SELECT 1 FROM user_ips WHERE access_token = 'old'"):
                break
            time.sleep(0.1)
        self.assertEqual([], self.rows("SELECT 1 FROM user_ips WHERE access_token = 'old'"))
        self.assertEqual(("expired", "held"), (before["holding"], longer["holding"]))
        self.assertEqual("expired", self.only("user_name", "dave", "ip_address", **window)["holding"])
        # A profile that promises more than the server keeps cannot say "expired": the operator is told by `writ provider audit`.
        self.assertEqual("none_in_period", self.only("user_name", "dave", "ip_address", retention_days=365, **window)["holding"])
