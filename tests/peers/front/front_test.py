"""nginx of Debian in front, with docs/examples/nginx.conf: TLS, sign-in by client certificate, what is forged, what is logged."""
import contextlib
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[3]
WRIT = os.environ.get("WRIT", str(ROOT / "build" / "release" / "writ"))
CHECK = pathlib.Path(os.environ.get("WRIT_CHECK", ROOT / "build" / "check"))
PLAIN, WITH_CERTIFICATES = "transparency.example.org", "certificates.example.org"
SECRET = "a secret of this test, forty characters."
OFFICER = "officer@police.example"
WAIT_S = 20


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Front(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.place = pathlib.Path(folder.name)
        cls.root = cls.place / "deployment"
        shutil.copy(CHECK / "state" / "messenger.db", cls.place / "homeserver.db")
        cls.writ("init", cls.root, "--provider", "Example", "--origin", "example.test/writ/test", "--site-url", f"https://{PLAIN}/",
                 "--mail-from", "t@example.test", "--messenger", cls.place / "homeserver.db", "--profile", ROOT / "profiles" / "synapse.toml",
                 "--first-period", "2026-01-01/2099-12-31")
        cls.writ("person", "add", cls.root, "--kind", "officer", "--name", "Officer", "--email", OFFICER, "--role", "requester",
                 "--agency", "TEST police", "--country", "US")
        cls.private("front.secret", SECRET + "\n", cls.root / "state")
        with open(cls.root / "state" / "writ.toml", "a") as settings:
            settings.write('front_secret_file = "state/front.secret"\n')
        for name in ("server", "card", "other"):
            cls.certificate(name)
        with open(cls.place / "writ.err", "wb") as errors:
            cls.server = subprocess.Popen([WRIT, "serve", str(cls.root), "--port", "0"], stdout=subprocess.PIPE, stderr=errors, text=True)
        cls.addClassCleanup(cls.end, cls.server, signal.SIGTERM)
        cls.writ_port = int(re.search(r":(\d+)", cls.server.stdout.readline()).group(1))
        cls.start_nginx()

    @classmethod
    def start_nginx(cls):
        cls.port = free_port()
        cls.private("writ-front.secret", f'proxy_set_header Writ-Front "{SECRET}";\n', cls.place)
        site = (ROOT / "docs" / "examples" / "nginx.conf").read_text()
        for documented, here in (("listen 443", f"listen 127.0.0.1:{cls.port}"), ("127.0.0.1:8480", f"127.0.0.1:{cls.writ_port}"),
                                 ("/etc/ssl/writ/fullchain.pem", cls.place / "server.crt"), ("/etc/ssl/writ/key.pem", cls.place / "server.key"),
                                 ("/var/log/nginx/", f"{cls.place}/"), ("/etc/nginx/writ-front.secret", cls.place / "writ-front.secret")):
            assert documented in site, documented
            site = site.replace(documented, str(here))
        temporary = "".join(f"{kind}_temp_path {cls.place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;\n" if os.geteuid() == 0 else ""
        (cls.place / "nginx.conf").write_text(f"{user}daemon off;\npid {cls.place}/nginx.pid;\nerror_log {cls.place}/nginx.err;\nevents {{}}\nhttp {{\n{temporary}{site}}}\n")
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        cls.nginx = subprocess.Popen([nginx, "-p", str(cls.place), "-c", str(cls.place / "nginx.conf"), "-e", str(cls.place / "nginx.err")])
        cls.addClassCleanup(cls.end, cls.nginx, signal.SIGQUIT)
        until = time.monotonic() + WAIT_S
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", cls.port), 1):
                return
            assert cls.nginx.poll() is None and time.monotonic() < until, (cls.place / "nginx.err").read_text()
            time.sleep(0.05)

    @staticmethod
    def end(process, how):
        process.send_signal(how)
        process.wait(timeout=WAIT_S)
        if process.stdout:
            process.stdout.close()

    @classmethod
    def writ(cls, *arguments):
        done = subprocess.run([WRIT, *map(str, arguments)], capture_output=True, text=True)
        assert done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout.strip()

    @classmethod
    def private(cls, name, text, folder):
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)

    @classmethod
    def certificate(cls, name):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={name} of a test",
                        "-addext", f"subjectAltName=DNS:{PLAIN},DNS:{WITH_CERTIFICATES}", "-keyout", cls.place / f"{name}.key", "-out", cls.place / f"{name}.crt"],
                       check=True, capture_output=True)

    @classmethod
    def pem(cls, name):
        return (cls.place / f"{name}.crt").read_text()

    def visitor(self, name=WITH_CERTIFICATES, card=None, **headers):
        return Visitor(self, name, card, {key.replace("_", "-"): value for key, value in headers.items()})


class Visitor:
    """A browser without scripts: keeps cookies and the key of the last page's form."""

    def __init__(self, front, name, card, headers):
        self.front, self.name, self.headers = front, name, headers
        self.context = ssl.create_default_context(cafile=front.place / "server.crt")
        if card:
            self.context.load_cert_chain(front.place / f"{card}.crt", front.place / f"{card}.key")
        self.cookies, self.csrf = {}, ""

    def connect(self):
        if self.name is None:  # past nginx, as anybody on the machine can
            return http.client.HTTPConnection("127.0.0.1", self.front.writ_port, timeout=WAIT_S)
        connection = http.client.HTTPSConnection(self.name, self.front.port, timeout=WAIT_S, context=self.context)
        connection._create_connection = lambda address, *rest, **more: socket.create_connection(("127.0.0.1", address[1]), *rest, **more)
        return connection

    def ask(self, method, path, fields=None):
        body = None if fields is None else urllib.parse.urlencode(fields | {"csrf": self.csrf})
        headers = self.headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with contextlib.closing(self.connect()) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
                self.front.assertEqual("Secure" in cookie, self.name is not None)
        found = re.search(r'name="csrf"[^>]*value="([0-9a-f]+)"', text)
        self.csrf = found.group(1) if found else self.csrf
        return answer.status, text

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, **fields):
        return self.ask("POST", path, fields)

    def signs_in(self):
        self.get("/portal/")
        status, _ = self.post("/portal/certificate")
        self.front.assertEqual(self.get("/portal/account")[0], 200 if status == 303 else 303)
        return status == 303


class Certificates(Front):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.link = cls.writ("person", "invite", cls.root, "--email", OFFICER)
        cls.secret = cls.link.rsplit("/", 1)[1]

    def setUp(self):
        """The officer's card is bound once, through the invitation, with nothing but the certificate."""
        if hasattr(type(self), "bound"):
            return
        visitor = self.visitor(card="card")
        path = urllib.parse.urlsplit(self.link).path
        status, text = visitor.get(path)
        self.assertEqual(status, 200)
        self.assertIn("card of a test", text)
        self.assertEqual(visitor.post(path + "/certificate")[0], 303)
        self.assertEqual(visitor.get("/portal/home")[0], 200)
        type(self).bound = True

    def test_the_bound_certificate_signs_in_and_no_other(self):
        self.assertTrue(self.visitor(card="card").signs_in())
        self.assertFalse(self.visitor(card="other").signs_in())
        self.assertFalse(self.visitor().signs_in())

    def test_a_bound_key_is_known_under_a_new_certificate(self):
        subprocess.run(["openssl", "req", "-x509", "-new", "-key", self.place / "card.key", "-days", "9000", "-subj", "/CN=another name", "-out", self.place / "renewed.crt"],
                       check=True, capture_output=True)
        shutil.copy(self.place / "card.key", self.place / "renewed.key")
        self.assertTrue(self.visitor(card="renewed").signs_in())

    def test_a_certificate_past_its_day_does_not_get_past_nginx_though_its_key_is_known(self):
        subprocess.run(["openssl", "req", "-new", "-key", self.place / "card.key", "-subj", "/CN=old", "-out", self.place / "old.csr"], check=True, capture_output=True)
        subprocess.run(["openssl", "x509", "-req", "-in", self.place / "old.csr", "-signkey", self.place / "card.key", "-days", "-1", "-out", self.place / "old.crt"],
                       check=True, capture_output=True)
        shutil.copy(self.place / "card.key", self.place / "old.key")
        self.assertEqual(self.visitor(card="old").get("/portal/")[0], 400)  # Writ's own look at the days: tests/people

    def test_nobody_but_nginx_speaks_for_a_certificate(self):
        forged = {"Client_Cert": urllib.parse.quote(self.pem("card"), safe="")}
        for where in (None, PLAIN, WITH_CERTIFICATES):
            for more in ({}, {"Writ_Front": "guessed" * 6}):
                with self.subTest(where=where, more=more):
                    self.assertFalse(self.visitor(where, **forged, **more).signs_in())
        # Whoever knows the secret but comes through nginx is overwritten all the same.
        self.assertFalse(self.visitor(PLAIN, **forged, Writ_Front=SECRET).signs_in())
        self.assertFalse(self.visitor(WITH_CERTIFICATES, card="other", **forged, Writ_Front=SECRET).signs_in())
        # The secret is what counts: with it, and past nginx, the header would be believed. Its file is the owner's only.
        self.assertTrue(self.visitor(None, **forged, Writ_Front=SECRET).signs_in())

    def test_without_a_certificate_the_site_for_certificates_offers_what_it_can(self):
        status, text = self.visitor().get("/portal/")
        self.assertEqual(status, 200)
        self.assertNotIn("certificate of this browser", text)
        self.assertEqual(self.visitor().get("/")[0], 302)

    def test_no_log_holds_a_link_a_query_a_secret_or_a_certificate(self):
        visitor = self.visitor(card="card")
        visitor.get("/portal/?next=%2Fportal%2Fhome")
        visitor.get(f"/portal/invitation/{self.secret}")
        visitor.get(f"/portal/invitation/{self.secret}?x=1")
        visitor.get(f"/portal//invitation/{self.secret}")
        visitor.get(f"/portal/apply/confirm/{self.secret}")
        time.sleep(0.3)
        lines = (self.place / "writ.log").read_text()
        self.assertIn(" GET /- ", lines)
        self.assertIn(" GET /portal/home ", lines)
        for log in ("writ.log", "writ-error.log", "nginx.err", "writ.err"):
            text = (self.place / log).read_text()
            for what in (self.secret, SECRET, "next=", "x=1", "BEGIN", OFFICER, "127.0.0.1 "):
                self.assertNotIn(what, text, log)


if __name__ == "__main__":
    unittest.main()
