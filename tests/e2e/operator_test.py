"""An operator installs Writ, adds people, publishes a policy, serves; an officer sends a request over HTTP; staff decide it
at the shell; the package opens with the officer's own key. As a new user would do it, with the built program only."""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
CHECK = pathlib.Path(os.environ.get("WRIT_CHECK", ROOT / "build" / "check"))
STAFF = {"intake": "intake", "decider": "decider", "approver-1": "approver", "approver-2": "approver", "gatherer": "gatherer", "publisher": "publisher"}


class Operator(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.place = pathlib.Path(cls.folder.name)
        cls.root = cls.place / "deployment"
        shutil.copy(CHECK / "state" / "messenger.db", cls.place / "homeserver.db")
        with sqlite3.connect(cls.place / "homeserver.db") as db:  # the sample ends with 2024; this deployment lives today
            db.execute("UPDATE user_ips SET last_seen = last_seen + (strftime('%s', 'now') - strftime('%s', '2025-01-15')) * 1000")
            cls.account, = db.execute("SELECT user_id FROM user_threepids WHERE medium = 'msisdn' AND user_id IN "
                                      "(SELECT user_id FROM user_ips) LIMIT 1").fetchone()
        cls.writ("init", cls.root, "--provider", "Example", "--origin", "example.test/writ/test", "--site-url", "https://example.test/",
                 "--mail-from", "t@example.test", "--messenger", cls.place / "homeserver.db", "--profile", ROOT / "profiles" / "synapse.toml",
                 "--first-period", "2026-01-01/2099-12-31")
        for name, role in STAFF.items():
            cls.person(name, "--kind", "staff", "--role", role)
        cls.person("officer", "--kind", "officer", "--role", "requester", "--agency", "TEST police", "--country", "US",
                   "--key", CHECK / "keys" / "us-2.crt.pem" if (CHECK / "keys" / "us-2.crt.pem").exists() else CHECK / "keys" / "us-1.crt.pem")
        cls.person("stranger", "--kind", "officer", "--role", "requester", "--agency", "TEST police", "--country", "FR")
        cls.writ("policy", "publish", cls.root, "--token-file", cls.place / "publisher", "--file", ROOT / "policies" / "telegram-2024-09.toml")
        cls.server = subprocess.Popen([WRIT, "serve", str(cls.root), "--port", "0"], stdout=subprocess.PIPE, text=True)
        cls.port = int(re.search(r":(\d+)", cls.server.stdout.readline()).group(1))

    @classmethod
    def tearDownClass(cls):
        cls.server.send_signal(signal.SIGTERM)
        code = cls.server.wait(timeout=20)
        cls.server.stdout.close()
        cls.folder.cleanup()
        assert code == 0, f"the server ended with {code}"

    @classmethod
    def writ(cls, *arguments, expected=0):
        done = subprocess.run([WRIT, *map(str, arguments)], capture_output=True, text=True)
        assert done.returncode == expected, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout if expected == 0 else done.stderr

    @classmethod
    def person(cls, name, *arguments):
        cls.writ("person", "add", cls.root, "--name", name, "--email", f"{name}@example.test", *arguments)
        (cls.place / name).write_text(cls.writ("token", "issue", cls.root, "--email", f"{name}@example.test"))

    def ask(self, method, path, body=None, token="officer", content_type="application/json"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": content_type}
        if token:
            headers["Authorization"] = "Bearer " + (self.place / token).read_text().strip()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, json.loads(data) if "json" in answer.headers.get("Content-Type", "") else data.decode()

    def request(self, **changes):
        return {"schema": "writ-request/v1", "country": "US", "instrument": "search_warrant", "offence": "fraud",
                "data_sought": ["ip_address", "phone_number"], "selectors": [{"kind": "user_id", "value": self.account}],
                "agency": "TEST police", "officer": "officer@example.test"} | changes

    def case(self, *arguments, token, expected=0):
        return self.writ("case", *arguments[:1], self.root, *arguments[1:], "--token-file", self.place / token, expected=expected)

    def submitted(self, **changes):
        status, body = self.ask("POST", "/api/v1/requests", json.dumps(self.request(**changes)))
        self.assertEqual(status, 201, body)
        return body["ref"] if "ref" in body else body["requests"][0]["ref"]

    def test_a_request_goes_from_http_to_a_package_that_the_officer_opens(self):
        ref = self.submitted()
        facts = [f"--fact={name}=true" for name in ("judicial_authority", "valid_order", "suspect_confirmed", "violates_terms", "legal_analysis_done")]
        self.case("verify", ref, *facts, token="intake")
        self.assertIn("give", self.case("draft", ref, token="decider"))
        self.case("execute", ref, token="gatherer", expected=1)  # nothing is gathered before approval
        self.case("approve", ref, token="approver-1")
        self.case("approve", ref, token="approver-1", expected=1)  # not by the same person twice
        self.case("execute", ref, token="gatherer", expected=1)
        self.case("approve", ref, token="approver-2")
        self.assertIn("1 accounts", self.case("execute", ref, token="gatherer"))
        status, body = self.ask("GET", f"/api/v1/cases/{ref}")
        self.assertEqual((status, body["state"]), (200, "delivered"))
        package = self.root / "packages" / ref / f"{ref}.tar.p7m"
        key = next(key for key in (CHECK / "keys").glob("us-*.key.pem"))
        tar = subprocess.run(["openssl", "cms", "-decrypt", "-inform", "DER", "-in", package, "-inkey", key, "-recip", str(key).replace(".key.", ".crt.")],
                             capture_output=True)
        self.assertEqual(tar.returncode, 0, tar.stderr)
        self.assertIn(self.account.encode(), tar.stdout)

    def test_what_the_policy_refuses_needs_one_approval_and_gives_nothing(self):
        ref = self.submitted()
        self.case("verify", ref, "--fact=judicial_authority=false", token="intake")
        self.assertIn("judicial", self.case("draft", ref, token="decider"))
        self.assertIn("refused", self.case("approve", ref, token="approver-1"))
        self.assertFalse((self.root / "packages" / ref).exists())

    def test_a_person_without_the_role_is_refused_with_the_role_s_name(self):
        ref = self.submitted()
        self.assertIn("intake", self.case("verify", ref, "--fact=valid_order=true", token="decider", expected=1))

    def test_a_bad_line_of_a_batch_is_named_and_nothing_of_the_batch_is_stored(self):
        before = self.case("list", token="intake").count("\n")
        lines = [json.dumps(self.request()), json.dumps(self.request(country="UK")), json.dumps(self.request(selectors=[]))]
        status, body = self.ask("POST", "/api/v1/requests", "\n".join(lines), content_type="application/x-ndjson")
        self.assertEqual(status, 422)
        self.assertEqual([fault["line"] for fault in body["errors"]], [2, 3])
        self.assertEqual((body["errors"][0]["field"], body["errors"][0]["value"]), ("country", "UK"))
        self.assertEqual(self.case("list", token="intake").count("\n"), before)

    def test_without_a_token_only_the_public_site_answers(self):
        for path in ("/api/v1/requests", "/api/v1/reports", "/api/v1/cases/WR-2026-00001"):
            self.assertEqual(self.ask("GET" if "requests" not in path else "POST", path, "{}", token=None)[0], 401, path)
        status, document = self.ask("GET", "/openapi.json", token=None)
        self.assertEqual((status, document["openapi"][:4]), (200, "3.1."))
        status, text = self.ask("GET", "/.well-known/writ.json", token=None)
        self.assertEqual(status, 200)
        self.assertEqual(self.ask("GET", "/state/writ.toml", token=None)[0], 404)

    def test_an_officer_of_another_agency_cannot_tell_whether_a_case_exists(self):
        ref = self.submitted()
        there = self.ask("GET", f"/api/v1/cases/{ref}", token="stranger")
        nowhere = self.ask("GET", "/api/v1/cases/WR-2026-99999", token="stranger")
        self.assertEqual(there[0], 404)
        self.assertEqual({**there[1], "instance": ""}, {**nowhere[1], "instance": ""})

    def test_a_list_of_authorities_is_imported_whole_or_not_at_all_and_its_bad_lines_are_named(self):
        def imported(file, *more, expected=0):
            return self.writ("authority", "import", self.root, "--token-file", self.place / "intake", "--file", file, *more, expected=expected)
        bad = self.place / "authorities.csv"
        bad.write_text("name,country,number,source,checked\nTEST Lyon,FR,0499001234,List,2026-01-01\nTEST Metz,FR,12,List,2026-01-01\nTEST Pau,FR,0499001235,,2026-01-01\n")
        said = imported(bad, expected=1)
        self.assertRegex(said, r'authorities\.csv:3: number: "12": ')
        self.assertRegex(said, r"authorities\.csv:4: source: ")
        self.assertIn("nothing was imported", said)
        example = ROOT / "docs" / "examples" / "authorities.csv"
        self.assertEqual(imported(example), "3 new, 0 changed, 0 as they were\n")
        self.assertEqual(imported(example), "0 new, 0 changed, 3 as they were\n")
        moved = self.place / "moved.csv"
        moved.write_text(example.read_text().replace("01 99 00 12 34", "01 99 00 12 35"))
        self.assertRegex(imported(moved, expected=1), r"moved\.csv:3: name: .*--update")
        self.assertEqual(imported(moved, "--update"), "0 new, 1 changed, 2 as they were\n")

    def test_whoever_is_suspended_gets_no_token(self):
        self.writ("person", "add", self.root, "--name", "Barred", "--email", "barred@example.test", "--kind", "officer", "--role", "requester",
                  "--agency", "TEST barred police", "--country", "US")
        (self.place / "barred").write_text(self.writ("token", "issue", self.root, "--email", "barred@example.test"))
        with sqlite3.connect(self.root / "state" / "writ.db") as db:  # as the desk writes it for an authority
            db.execute("INSERT INTO suspension(subject, reason, by, at) VALUES('authority/US/test barred police', 'forged orders', 'system', 0)")
        self.assertIn("suspended", self.writ("token", "issue", self.root, "--email", "barred@example.test", expected=1))
        self.assertEqual(self.ask("GET", "/api/v1/reports", token="barred")[0], 401)

    def test_the_same_nonce_twice_names_the_earlier_case(self):
        nonce = os.urandom(32).hex()
        ref = self.submitted(nonce=nonce)
        status, body = self.ask("POST", "/api/v1/requests", json.dumps(self.request(nonce=nonce)))
        self.assertEqual(status, 409)
        self.assertIn(ref, json.dumps(body))


if __name__ == "__main__":
    unittest.main()
