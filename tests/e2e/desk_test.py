"""Staff take invitations, sign in with password and code, and get an ordinary case from the inbox to the delivered package by
pages alone, without JavaScript; the officer's key opens the package. No URL, title or log line holds the identifier."""
import base64
import hashlib
import hmac
import html
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
import time
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
CHECK = pathlib.Path(os.environ.get("WRIT_CHECK", ROOT / "build" / "check"))
STAFF = {"ines": "intake", "dora": "decider", "alva": "approver", "aron": "approver", "gita": "gatherer", "paul": "publisher"}
PASSWORD = "four quite ordinary words"


class Browser:
    """Keeps a cookie, reads hidden fields, follows redirects. No script runs."""

    def __init__(self, port):
        self.port, self.cookie, self.page, self.urls, self.titles, self.key = port, "", "", [], [], b""
        self.last_step = 0

    def send(self, method, path, fields=None):
        self.urls.append(path)
        headers = {"Host": f"127.0.0.1:{self.port}"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(list(fields.items()) + [("csrf", self.hidden("csrf"))])
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        if answer.headers.get("Set-Cookie"):
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        if answer.status == 303:
            return self.send("GET", answer.headers["Location"])
        self.page = data.decode(errors="replace")
        self.titles += re.findall(r"<title>(.*?)</title>", self.page)
        return answer.status

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, **fields):
        return self.send("POST", path, fields)

    def hidden(self, name):
        found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', self.page)
        return html.unescape(found.group(1)) if found else ""

    def case(self, path, **fields):
        """A form of a case, with the version that its page was made from."""
        return self.send("POST", path, fields | {"version": self.hidden("version")})

    def facts(self, answer):
        return {name: answer for name in set(re.findall(r'name="(fact-[a-z_]+)"', self.page))}

    def code(self):
        """Each code is good once: the next one that counts already, or the one after that."""
        while True:
            step = max(int(time.time()) // 30 - 1, self.last_step + 1)
            if step <= int(time.time()) // 30 + 1:
                break
            time.sleep(1)
        self.last_step = step
        digest = hmac.new(self.key, struct.pack(">Q", step), hashlib.sha1).digest()
        at = digest[19] & 15
        return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"

    def take_invitation(self, link, test):
        path = urllib.parse.urlparse(link.strip()).path
        test.assertEqual(self.get(path), 200)
        secret = re.search(r"secret=([A-Z2-7]+)", self.page).group(1)
        self.key = base64.b32decode(secret + "=" * (-len(secret) % 8))
        test.assertEqual(self.post(path, password=PASSWORD, code=self.code()), 200)


class Desk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.place = pathlib.Path(cls.folder.name)
        cls.root = cls.place / "deployment"
        shutil.copy(CHECK / "state" / "messenger.db", cls.place / "homeserver.db")
        with sqlite3.connect(cls.place / "homeserver.db") as db:
            db.execute("UPDATE user_ips SET last_seen = last_seen + (strftime('%s', 'now') - strftime('%s', '2025-01-15')) * 1000")
            cls.account, = db.execute("SELECT user_id FROM user_threepids WHERE medium = 'msisdn' AND user_id IN (SELECT user_id FROM user_ips) LIMIT 1").fetchone()
        cls.writ("init", cls.root, "--provider", "Example", "--origin", "example.test/writ/test", "--site-url", "https://example.test/",
                 "--mail-from", "t@example.test", "--messenger", cls.place / "homeserver.db", "--profile", ROOT / "profiles" / "synapse.toml",
                 "--first-period", "2026-01-01/2099-12-31")
        for name, role in STAFF.items():
            cls.writ("person", "add", cls.root, "--kind", "staff", "--role", role, "--name", name, "--email", f"{name}@example.test")
        cls.certificate = next(iter(sorted((CHECK / "keys").glob("us-*.crt.pem"))))
        cls.writ("person", "add", cls.root, "--kind", "officer", "--role", "requester", "--agency", "TEST police", "--country", "US",
                 "--name", "officer", "--email", "officer@example.test", "--key", cls.certificate)
        for name in ("paul", "officer"):
            (cls.place / name).write_text(cls.writ("token", "issue", cls.root, "--email", f"{name}@example.test"))
        cls.writ("policy", "publish", cls.root, "--token-file", cls.place / "paul", "--file", ROOT / "policies" / "telegram-2024-09.toml")
        cls.log = open(cls.place / "serve.log", "w+")
        cls.server = subprocess.Popen([WRIT, "serve", str(cls.root), "--port", "0"], stdout=subprocess.PIPE, stderr=cls.log, text=True)
        cls.port = int(re.search(r":(\d+)", cls.server.stdout.readline()).group(1))
        cls.staff = {name: Browser(cls.port) for name in STAFF}

    @classmethod
    def tearDownClass(cls):
        cls.server.send_signal(signal.SIGTERM)
        code = cls.server.wait(timeout=20)
        cls.server.stdout.close()
        cls.log.close()
        cls.folder.cleanup()
        assert code == 0, f"the server ended with {code}"

    @classmethod
    def writ(cls, *arguments):
        done = subprocess.run([WRIT, *map(str, arguments)], capture_output=True, text=True)
        assert done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def submitted(self):
        request = {"schema": "writ-request/v1", "country": "US", "instrument": "search_warrant", "offence": "fraud", "data_sought": ["ip_address", "phone_number"],
                   "selectors": [{"kind": "user_id", "value": self.account}], "agency": "TEST police", "officer": "officer@example.test"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/api/v1/requests", json.dumps(request),
                           {"Content-Type": "application/json", "Authorization": "Bearer " + (self.place / "officer").read_text().strip()})
        answer = connection.getresponse()
        body = json.loads(answer.read())
        connection.close()
        self.assertEqual(answer.status, 201, body)
        return body["ref"] if "ref" in body else body["requests"][0]["ref"]

    def approve(self, browser, at):
        self.assertEqual(browser.get(at + "/approve"), 200)
        if "Record my reading" in browser.page:
            self.assertNotIn("Drafted by", browser.page)
            self.assertEqual(browser.case(at + "/read", **browser.facts("yes")), 200)
        self.assertEqual(browser.case(at + "/approve", code=browser.code()), 200)

    def test_a_case_goes_from_the_inbox_to_the_package_by_pages_alone(self):
        ref = self.submitted()
        at = "/desk/cases/" + ref
        for name, browser in self.staff.items():
            browser.take_invitation(self.writ("person", "invite", self.root, "--email", f"{name}@example.test"), self)
        ines, dora, alva, aron, gita = (self.staff[name] for name in ("ines", "dora", "alva", "aron", "gita"))
        self.assertEqual(ines.get("/desk/inbox"), 200)
        self.assertIn(ref, ines.page)
        self.assertNotIn(self.account, ines.page)
        self.assertEqual(ines.get(at + "/verify"), 200)
        self.assertEqual(ines.case(at + "/verify", **ines.facts("yes")), 200)
        self.assertEqual(dora.get(at), 200)
        self.assertIn("Nearest other outcome", dora.page)
        self.assertEqual(dora.case(at + "/decide", kind="policy"), 200)
        self.approve(alva, at)
        self.approve(aron, at)
        for step in ("gather", "seal", "deliver"):
            self.assertEqual(gita.get(at + "/gather"), 200)
            self.assertEqual(gita.case(f"{at}/{step}"), 200, gita.page)
        package = next((self.root / "packages" / ref).iterdir())
        key = str(self.certificate).replace(".crt.", ".key.")
        tar = subprocess.run(["openssl", "cms", "-decrypt", "-inform", "DER", "-in", package, "-inkey", key, "-recip", self.certificate], capture_output=True)
        self.assertEqual(tar.returncode, 0, tar.stderr)
        self.assertIn(self.account.encode(), tar.stdout)
        for browser in self.staff.values():
            for text in browser.urls + browser.titles:
                self.assertNotIn(self.account, urllib.parse.unquote(text))
        self.log.seek(0)
        said = self.log.read()
        self.assertNotIn(self.account, said)
        for secret in (PASSWORD, (self.place / "officer").read_text().strip()):
            self.assertNotIn(secret, said)
        self.lookups_are_on_file(ref)

    def lookups_are_on_file(self, ref):
        """Who asked the messenger for which case, of which source, how much was read and how long it took; never the selector itself."""
        with sqlite3.connect(f"file:{self.root / 'state' / 'writ.db'}?mode=ro", uri=True) as db:
            rows = db.execute("SELECT p.name, l.source, l.selector_kind, l.selector_hash, l.rows_read, l.accounts, l.duration_us, l.refused"
                              " FROM lookup l JOIN person p ON p.id = l.actor WHERE l.case_ref = ?", (ref,)).fetchall()
        self.assertTrue(rows)
        for name, source, kind, selector, read, accounts, duration, refused in rows:
            self.assertEqual(("gita", "synapse", "user_id", 1, ""), (name, source, kind, accounts, refused))
            self.assertEqual(32, len(selector))
            self.assertNotEqual(hashlib.sha256(self.account.encode()).digest(), selector, "a hash without a key could be tried out")
            self.assertGreater(read, 0)
            self.assertGreater(duration, 0)


if __name__ == "__main__":
    unittest.main()
