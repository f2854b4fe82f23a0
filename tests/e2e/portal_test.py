"""An officer's whole way through the portal with a browser that runs no script: cookies, forms, redirects, a real server.
Staff work at the shell meanwhile. Also what a bad connection does to an upload, and that no identifier of a user is found in
addresses, titles, mail and logs (design: faces.md 9, checks 10 and 37)."""
import hashlib
import html
import http.client
import io
import os
import pathlib
import re
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("WRIT_BUILD", ROOT / "build" / "release"))
WRIT = os.environ.get("WRIT", str(BUILD / "writ"))
OFFICER = "test-officer-1@us.police.example"
FACTS = ["judicial_authority", "valid_order", "suspect_confirmed", "violates_terms", "legal_analysis_done"]
BOUNDARY = "----writ-e2e-boundary"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Browser:
    """Keeps one cookie, follows redirects, sends forms with their hidden fields. Remembers every address and title."""

    def __init__(self, port):
        self.port, self.cookie, self.page, self.status, self.at, self.csrf = port, "", "", 0, "", ""
        self.addresses, self.titles = [], []

    def send(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        fields = dict(headers or {})
        if self.cookie:
            fields["Cookie"] = self.cookie
        connection.request(method, path, body, fields)
        answer = connection.getresponse()
        self.raw, self.status, self.headers = answer.read(), answer.status, dict(answer.getheaders())
        connection.close()
        self.addresses.append(path)
        if cookie := self.headers.get("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        if location := self.headers.get("Location"):
            return self.send("GET", location.split("#")[0])
        self.page, self.at = self.raw.decode("utf-8", "replace"), path
        if found := re.search(r'name="csrf" value="([^"]*)"', self.page):
            self.csrf = found.group(1)
        self.titles += re.findall(r"<title>(.*?)</title>", self.page)
        return self

    def get(self, path, **headers):
        return self.send("GET", path, headers=headers)

    def post(self, path, **fields):
        pairs = [(name.replace("__", "-"), one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
        return self.send("POST", path, urllib.parse.urlencode([("csrf", self.csrf), *pairs]),
                         {"Content-Type": "application/x-www-form-urlencoded"})

    def multipart(self, fields, name, content):
        parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
                 for key, value in [("csrf", self.csrf), *fields.items()]]
        parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="document"; filename="{name}"\r\n'
                     "Content-Type: application/pdf\r\n\r\n".encode() + content + b"\r\n")
        return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()

    def upload(self, path, name, content, **fields):
        return self.send("POST", path, self.multipart(fields, name, content), {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def text(self):
        return html.unescape(re.sub(r"<[^>]*>", "", self.page))


class Portal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = pathlib.Path(cls.folder.name) / "deployment"
        subprocess.run([BUILD / "tests" / "crash_worker", "init", cls.root, ROOT / "policies" / "telegram-2018.toml", ROOT / "profiles" / "telegram.toml"],
                       check=True, capture_output=True)
        # The demo's clock: the morning of 2 January 2024. Sessions and one-time codes go by the machine's.
        settings = cls.root / "state" / "writ.toml"
        offset = 1704186000 - int(time.time())
        settings.write_text(re.sub(r"clock_offset_s = -?\d+", f"clock_offset_s = {offset}", settings.read_text()))
        lines = (cls.root / "state" / "tokens" / "sign-in").read_text().splitlines()
        cls.password = next(line.split("\t")[1] for line in lines if line.startswith(OFFICER))
        cls.log = open(cls.root / "server.log", "w+")
        cls.server = subprocess.Popen([WRIT, "serve", str(cls.root), "--port", "0"], stdout=subprocess.PIPE, stderr=cls.log, text=True)
        cls.port = int(re.search(r":(\d+)", cls.server.stdout.readline()).group(1))

        with sqlite3.connect(f"file:{cls.root / 'state' / 'messenger.db'}?mode=ro", uri=True) as db:
            cls.account, = db.execute("SELECT user_id FROM user_threepids WHERE medium = 'msisdn' LIMIT 1").fetchone()

    @classmethod
    def tearDownClass(cls):
        cls.server.send_signal(signal.SIGTERM)
        cls.server.wait(timeout=60)
        cls.server.stdout.close()
        cls.log.close()
        cls.folder.cleanup()

    def writ(self, *arguments):
        done = subprocess.run([WRIT, *map(str, arguments)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout.strip()

    def staff(self, act, ref, who, *arguments):
        return self.writ("case", act, self.root, ref, "--token-file", self.root / "state" / "tokens" / who, *arguments)

    def signed_in(self):
        browser = Browser(self.port)
        browser.get("/portal/")
        for _ in range(3):  # a code is good once: another test may have used this half minute's
            code = self.writ("person", "code", self.root, "--email", OFFICER)
            browser.post("/portal/sign-in", email=OFFICER, password=self.password, code=code)
            if browser.status == 200 and browser.at == "/portal/home":
                return browser
            time.sleep(31 - time.time() % 30)
        self.fail(browser.text())

    def fill(self, browser, accounts):
        browser.get("/portal/new").post("/portal/new", road="ordinary")
        draft = browser.at
        self.assertRegex(draft, r"^/portal/drafts/[0-9a-f]{32}$")
        browser.upload(draft + "/document", "order.pdf", PDF, then="stay")
        self.assertIn(hashlib.sha256(PDF).hexdigest()[:8], browser.page)
        browser.post(draft + "/authority", agency="TEST Police", department="", signatory="Judge Example", signatory_office="judge")
        browser.post(draft + "/instrument", instrument="court_order", legal_basis="18 USC 2703(d)", file_number="F-17", signed__day="1",
                     signed__month="1", signed__year="2024")
        browser.post(draft + "/offence", offence="terrorism")
        browser.post(draft + "/accounts", **accounts)
        browser.post(draft + "/data", data_sought=["ip_address", "phone_number"])
        browser.post(draft + "/secrecy", secrecy="none")
        browser.post(draft + "/delivery", key_ok="yes", colleagues="")
        self.assertEqual((browser.status, browser.at), (200, draft), browser.text())
        return draft

    def test_from_sign_in_to_the_acknowledged_package(self):
        browser = self.signed_in()
        self.assertIn("You have sent no request yet", browser.text())
        draft = self.fill(browser, {"user_ids": self.account})
        browser.get(draft + "/check")
        self.assertIn("What will be public later", browser.text())
        browser.post(draft + "/send")  # without the declaration
        self.assertEqual(browser.status, 422)
        browser.post(draft + "/send", declaration="yes")
        ref = re.search(r"WR-\d{4}-\d{5}", browser.at).group()
        self.assertIn("Our server made it", browser.text())
        first = browser.at
        browser.post(draft + "/send", declaration="yes")
        self.assertEqual(browser.at, first)
        self.assertEqual(browser.get(f"/portal/requests/{ref}/receipts/request/promise").status, 200)
        self.assertIn(b"writ/test", browser.raw)

        self.staff("verify", ref, "intake", *[word for fact in FACTS for word in ("--fact", fact + "=true")])
        self.staff("draft", ref, "decider")
        self.assertIn("Being decided", browser.get(f"/portal/requests/{ref}").text())
        self.staff("approve", ref, "approver-1")
        self.staff("approve", ref, "approver-2")
        self.staff("execute", ref, "gatherer")
        self.assertIn("The package is ready", browser.get("/portal/home").text())
        browser.get(f"/portal/requests/{ref}/package")
        wanted = re.sub(r"\s", "", re.search(r"SHA-256.*?<code[^>]*>(.*?)</code>", browser.page, re.S).group(1))
        wanted = re.sub(r"<[^>]*>", "", wanted)
        whole = browser.get(f"/portal/requests/{ref}/package/file").raw
        self.assertEqual(hashlib.sha256(whole).hexdigest(), wanted)
        rest = browser.get(f"/portal/requests/{ref}/package/file", Range="bytes=100-")
        self.assertEqual((rest.status, rest.raw), (206, whole[100:]))
        with zipfile.ZipFile(io.BytesIO(browser.get(f"/portal/requests/{ref}/receipts.zip").raw)) as archive:
            self.assertIsNone(archive.testzip())
            self.assertTrue({f"{ref}/README.txt", f"{ref}/promise", f"{ref}/decision-1/promise", f"{ref}/disclosure-1/promise"}
                            <= set(archive.namelist()), archive.namelist())
            self.assertIn(b"writ/test", archive.read(f"{ref}/promise"))
        browser.get(f"/portal/requests/{ref}/package").post(f"/portal/requests/{ref}/acknowledge")
        self.assertIn("You acknowledged this package", browser.text())

        # Check 37: no address, title, mail or log line names the account.
        self.log.flush()
        said = "\n".join(browser.addresses + browser.titles + [pathlib.Path(self.log.name).read_text()])
        for mail in (self.root / "state" / "outbox").glob("*"):
            said += mail.name
        self.assertNotIn(self.account, said)
        self.assertNotIn(self.account.strip("@").split(":")[0], said)

    def test_an_upload_cut_off_at_60_percent_leaves_the_draft_as_it_was(self):
        browser = self.signed_in()
        browser.get("/portal/new").post("/portal/new", road="ordinary")
        draft = browser.at
        browser.upload(draft + "/document", "order.pdf", PDF, then="stay")
        body = browser.multipart({"then": "stay"}, "large.pdf", PDF + b"x" * (20 << 20))
        with socket.create_connection(("127.0.0.1", self.port), 30) as connection:
            connection.sendall((f"POST {draft}/document HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {browser.cookie}\r\n"
                                f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n").encode())
            connection.sendall(body[:len(body) * 6 // 10])
        page = browser.get(draft + "/document").page
        self.assertIn(hashlib.sha256(PDF).hexdigest()[:8], page)
        self.assertNotIn("large.pdf", page)
        browser.send("POST", draft + "/document", body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})
        self.assertIn("large.pdf", browser.page)
        self.assertIn(hashlib.sha256(PDF + b"x" * (20 << 20)).hexdigest()[:8], browser.page)
        # A later step that fails takes nothing away.
        browser.post(draft + "/accounts", phones="no number")
        self.assertEqual(browser.status, 422)
        self.assertIn("large.pdf", browser.get(draft + "/document").page)


if __name__ == "__main__":
    unittest.main()
