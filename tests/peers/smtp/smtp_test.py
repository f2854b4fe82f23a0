"""Mail reaches a real mail server (aiosmtpd from PyPI): plainly on this machine, with TLS and sign-in where they are asked for."""
import email
import email.policy
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
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

    def test_a_wrong_setting_is_named(self):
        settings = self.root / "state" / "writ.toml"
        settings.write_text(settings.read_text().replace("smtp://127.0.0.1", "http://127.0.0.1"))
        wrong = self.mail()
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("mail_server", wrong.stderr)


if __name__ == "__main__":
    unittest.main()
