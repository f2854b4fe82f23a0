"""Mail reaches a real mail server (aiosmtpd from PyPI): plainly on this machine, with TLS and sign-in where they are asked for."""
import email
import email.policy
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
BUILD = pathlib.Path(os.environ.get("WRIT_BUILD", ROOT / "build" / "release"))
CHECK = pathlib.Path(os.environ.get("WRIT_CHECK", ROOT / "build" / "check"))
AIOSMTPD = "aiosmtpd==1.4.6"

# Prints its port, then every mail it takes, one file each in the folder named first; "refuse" mailboxes get 550.
SERVER = r"""
import asyncio, pathlib, sys
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
folder, login = pathlib.Path(sys.argv[1]), sys.argv[2] == "login"
class Handler:
    count = 0
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refuse"):
            return "550 5.1.1 <" + address + "> unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"
    async def handle_DATA(self, server, session, envelope):
        Handler.count += 1
        (folder / f"{Handler.count}.eml").write_bytes(envelope.content)
        return "250 taken"
def check(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"writ", b"secret of a test"))
options = dict(authenticator=check, auth_required=True, auth_require_tls=False) if login else {}
controller = Controller(Handler(), hostname="127.0.0.1", port=int(sys.argv[3]), **options)
controller.start()
print("ready", flush=True)
sys.stdin.read()
controller.stop()
"""


def free_port():
    import socket
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def python_with_aiosmtpd():
    venv = BUILD / "smtp" / "venv"
    python = venv / "bin" / "python"
    if subprocess.run([python, "-c", "import aiosmtpd"], capture_output=True).returncode != 0 if python.exists() else True:
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--only-binary", ":all:", AIOSMTPD], check=True)
    return python


class MailServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.python = python_with_aiosmtpd()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = pathlib.Path(folder.name)
        self.root, self.taken = self.place / "deployment", self.place / "taken"
        self.taken.mkdir()
        self.port = free_port()
        shutil.copy(CHECK / "state" / "messenger.db", self.place / "homeserver.db")
        made = self.writ("init", self.root, "--provider", "Example", "--origin", "example.test/writ/test", "--site-url", "https://example.test/",
                         "--mail-from", "t@example.test", "--mail-server", f"smtp://127.0.0.1:{self.port}", "--messenger", self.place / "homeserver.db",
                         "--profile", ROOT / "profiles" / "synapse.toml", "--first-period", "2026-01-01/2099-12-31")
        self.assertEqual(made.returncode, 0, made.stderr)

    def serve(self, mode):
        server = subprocess.Popen([self.python, "-c", SERVER, self.taken, mode, str(self.port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        def end():
            server.stdin.close()
            server.wait(timeout=20)
            server.stdout.close()
        self.addCleanup(end)
        self.assertEqual(server.stdout.readline(), "ready\n")

    def writ(self, *arguments):
        return subprocess.run([WRIT, *map(str, arguments)], capture_output=True, text=True)

    def mail(self, to="operator@example.test"):
        return self.writ("mail", "test", self.root, "--to", to)

    def set_in_settings(self, lines):
        settings = self.root / "state" / "writ.toml"
        settings.write_text(settings.read_text() + lines)

    def test_mail_arrives_as_it_was_written(self):
        self.serve("open")
        sent = self.mail()
        self.assertEqual(sent.returncode, 0, sent.stderr)
        message = email.message_from_bytes((self.taken / "1.eml").read_bytes(), policy=email.policy.default)
        self.assertEqual((message["From"], message["To"]), ("t@example.test", "operator@example.test"))
        self.assertEqual(message["Auto-Submitted"], "auto-generated")
        self.assertIn("Example", message.get_content())

    def test_a_refused_mailbox_is_told_by_its_code_and_not_by_its_name(self):
        self.serve("open")
        refused = self.mail("refuse@example.test")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("550", refused.stderr)
        self.assertNotIn("refuse@", refused.stderr)

    def test_a_server_that_nobody_runs_is_said_to_be_unreachable(self):
        down = self.mail()
        self.assertEqual(down.returncode, 2)
        self.assertIn("mail server", down.stderr)

    def test_a_server_that_asks_for_sign_in_gets_the_password_of_the_file(self):
        self.serve("login")
        self.assertNotEqual(self.mail().returncode, 0)
        (self.root / "state" / "mail.password").write_text("secret of a test\n")
        self.set_in_settings('mail_user = "writ"\nmail_password_file = "state/mail.password"\n')
        sent = self.mail()
        self.assertEqual(sent.returncode, 0, sent.stderr)
        self.assertTrue((self.taken / "1.eml").exists())

    def done(self, *arguments):
        done = self.writ(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def person(self, name, *arguments):
        self.done("person", "add", self.root, "--name", name, "--email", f"{name}@example.test", *arguments)
        (self.place / name).write_text(self.done("token", "issue", self.root, "--email", f"{name}@example.test"))

    def prepare_emergency(self):
        self.set_in_settings('on_call = "duty@example.test"\n')
        key = next((CHECK / "keys").glob("us-*.crt.pem"))
        self.person("officer", "--kind", "officer", "--role", "requester", "--agency", "TEST police", "--country", "US", "--key", key)
        self.person("publisher", "--kind", "staff", "--role", "publisher")
        self.done("policy", "publish", self.root, "--token-file", self.place / "publisher", "--file", ROOT / "policies" / "telegram-2024-09.toml")
        one = {"schema": "writ-request/v1", "country": "US", "instrument": "emergency_disclosure", "emergency": True, "offence": "violence",
               "data_sought": ["ip_address"], "selectors": [{"kind": "user_name", "value": "somebody-in-danger"}],
               "agency": "TEST police", "officer": "officer@example.test"}
        (self.place / "emergency.jsonl").write_text(json.dumps(one) + "\n")

    def send_emergency(self):
        sent = self.done("request", "submit", self.root, self.place / "emergency.jsonl", "--token-file", self.place / "officer")
        return re.search(r"WR-\d{4}-\d{5}", sent).group(0)

    def serve_writ(self):
        log = open(self.place / "serve.log", "w+")
        self.addCleanup(log.close)
        server = subprocess.Popen([WRIT, "serve", str(self.root), "--port", "0"], stdout=subprocess.PIPE, stderr=log, text=True)
        def end():
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(timeout=60), 0)
            server.stdout.close()
        self.addCleanup(end)
        server.stdout.readline()
        return log

    def wait_for(self, what, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if what():
                return True
            time.sleep(0.2)
        return False

    def taken_by(self, address):
        mails = [email.message_from_bytes(one.read_bytes(), policy=email.policy.default) for one in self.taken.glob("*.eml")]
        return [one for one in mails if one["To"] == address]

    def test_whoever_is_on_call_is_written_to_at_once_when_an_emergency_arrives(self):
        self.prepare_emergency()
        self.serve("open")
        self.serve_writ()
        ref = self.send_emergency()
        self.assertTrue(self.wait_for(lambda: self.taken_by("duty@example.test"), 60), "no mail within 60 s")
        alert, = self.taken_by("duty@example.test")
        self.assertEqual(alert["From"], "t@example.test")
        self.assertTrue(alert["Subject"].startswith(f"Emergency {ref}, an answer is due by "), alert["Subject"])
        self.assertIn(f"https://example.test/desk/cases/{ref}/verify", alert.get_content().splitlines())
        self.assertIn("TEST police", alert.get_content())
        self.assertNotIn("somebody-in-danger", alert.as_string())
        self.assertFalse(self.wait_for(lambda: len(self.taken_by("duty@example.test")) > 1, 3), "written to twice")

    def test_an_alert_that_the_mail_server_missed_is_sent_a_minute_later(self):
        self.prepare_emergency()
        log = self.serve_writ()
        self.send_emergency()
        self.assertTrue(self.wait_for(lambda: "alert" in pathlib.Path(log.name).read_text(), 60), "the failure is told nowhere")
        self.serve("open")
        self.assertTrue(self.wait_for(lambda: self.taken_by("duty@example.test"), 90), "no mail within 90 s")

    def test_init_takes_the_address_of_whoever_is_on_call_and_refuses_one_that_is_none(self):
        base = ("init", self.place / "second", "--provider", "Example", "--origin", "example.test/second/test", "--site-url", "https://example.test/",
                "--mail-from", "t@example.test", "--messenger", self.place / "homeserver.db", "--profile", ROOT / "profiles" / "synapse.toml",
                "--first-period", "2026-01-01/2099-12-31", "--on-call")
        wrong = self.writ(*base, "duty@@example.test")
        self.assertEqual(wrong.returncode, 1)
        self.assertIn('on_call: "duty@@example.test"', wrong.stderr)
        self.assertFalse((self.place / "second").exists())
        self.assertEqual(self.writ(*base, "duty@example.test").returncode, 0)
        self.assertIn('on_call = "duty@example.test"\n', (self.place / "second" / "state" / "writ.toml").read_text())

    def test_a_wrong_setting_is_named(self):
        settings = self.root / "state" / "writ.toml"
        settings.write_text(settings.read_text().replace("smtp://127.0.0.1", "http://127.0.0.1"))
        wrong = self.mail()
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("mail_server", wrong.stderr)


if __name__ == "__main__":
    unittest.main()
