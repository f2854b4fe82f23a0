"""A real ejabberd (Debian's 23.01) on loopback in a folder of its own: configured, started, filled, stopped by its own
process id. Its listener takes the PROXY protocol (version 1), as behind a load balancer, so that sessions come from
public documentation addresses: a loopback address is never reported as a user's, not even by a test."""
import base64
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from xml.sax.saxutils import escape

SQL = pathlib.Path("/usr/share/ejabberd/sql/lite.sql")
HOST = "writ.test"
NEEDED = ("/usr/sbin/ejabberdctl", str(SQL))


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Ejabberd:
    def __init__(self, folder: pathlib.Path, storage: str):
        """`storage`: lines of ejabberd.yml that say where accounts are kept."""
        self.folder = folder
        self.port, self.plain_port, self.erl_port, self.api_port = free_port(), free_port(), free_port(), free_port()
        self.log = folder / "log" / "ejabberd.log"
        self.output = None
        self.process = None
        for name in ("log", "spool", "config"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "config" / "ejabberd.yml").write_text(f"""hosts: ["{HOST}"]
loglevel: info
log_rotate_count: 0
hide_sensitive_log_data: false
{storage}
listen:
  - {{port: {self.port}, ip: "127.0.0.1", module: ejabberd_c2s, use_proxy_protocol: true, starttls: false}}
  - {{port: {self.plain_port}, ip: "127.0.0.1", module: ejabberd_c2s, starttls: false}}
  - {{port: {self.api_port}, ip: "127.0.0.1", module: ejabberd_http, request_handlers: {{/api: mod_http_api}}}}
api_permissions: {{of the operator: {{from: [mod_http_api], who: {{ip: 127.0.0.1/8}}, what: "*"}}, console: {{from: [ejabberd_ctl], who: all, what: "*"}}}}
acl: {{local: {{user_regexp: ""}}}}
access_rules: {{c2s: {{allow: all}}, register: {{allow: all}}}}
modules: {{mod_ping: {{}}, mod_last: {{}}, mod_admin_extra: {{}}}}
""")
        (folder / "config" / "ejabberdctl.cfg").write_text("INET_DIST_INTERFACE=127.0.0.1\n")
        shutil.copy("/etc/ejabberd/inetrc", folder / "config")
        for path in [folder, *folder.rglob("*")]:
            shutil.chown(path, "ejabberd", "ejabberd")

    def ctl_command(self, *arguments):
        return ["env", f"ERL_DIST_PORT={self.erl_port}", f"EJABBERD_PID_PATH={self.folder}/spool/pid", "/usr/sbin/ejabberdctl", "--config-dir",
                str(self.folder / "config"), "--logs", str(self.folder / "log"), "--spool", str(self.folder / "spool"),
                "--node", f"writ{self.erl_port}@localhost", *arguments]

    def start(self, before=()):
        """`before`: words that run the command in other surroundings."""
        self.output = open(self.folder / "output.log", "ab")
        self.process = subprocess.Popen([*before, *self.ctl_command("foreground")], stdout=self.output, stderr=self.output, stdin=subprocess.DEVNULL,
                                        start_new_session=True)
        for _ in range(300):
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "output.log").read_text()[-3000:])
            try:
                socket.create_connection(("127.0.0.1", self.plain_port), 2).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("ejabberd did not start within 30 seconds: " + (self.folder / "output.log").read_text()[-3000:])

    def ctl(self, *arguments):
        done = subprocess.run(self.ctl_command(*arguments), capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"ejabberdctl {arguments}: {done.stdout} {done.stderr}")
        return done.stdout

    def stop(self):
        if self.process and self.process.poll() is None:
            try:
                self.ctl("stop")
                self.process.wait(20)
            except (RuntimeError, subprocess.TimeoutExpired):
                os.killpg(self.process.pid, signal.SIGTERM)
                self.process.wait(10)
        if self.output:
            self.output.close()

    def wait_for_log(self, pattern, seconds=10):
        for _ in range(seconds * 20):
            if self.log.exists() and re.search(pattern, self.log.read_text(errors="replace")):
                return
            time.sleep(0.05)
        raise RuntimeError(f"{pattern} did not appear in the log")


class Client:
    """As much of RFC 6120 as a login needs; a library would not let the PROXY header go first."""

    def __init__(self, port, source=None, host=HOST):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.host = host
        self.seen = b""
        if source:
            address, source_port = source
            family = "TCP6" if ":" in address else "TCP4"
            here = "2001:db8::1" if ":" in address else "192.0.2.1"
            self.socket.sendall(f"PROXY {family} {address} {here} {source_port} 5222\r\n".encode())
        self.open_stream()

    def open_stream(self):
        self.send(f"<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='{self.host}' version='1.0'>")
        self.until(b"</stream:features>")

    def send(self, text):
        self.socket.sendall(text.encode())

    def until(self, *ends):
        while not any(end in self.seen for end in ends):
            piece = self.socket.recv(65536)
            if not piece:
                break
            self.seen += piece
        seen, self.seen = self.seen, b""
        return seen

    def authenticate(self, user, password):
        plain = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        self.send(f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{plain}</auth>")
        return b"<success" in self.until(b"<success", b"</failure>")

    def begin_scram(self, user):
        """The first message of SCRAM-SHA-1 only: enough for a failure that names the user."""
        first = base64.b64encode(f"n,,n={user},r=abcdefgh".encode()).decode()
        self.send(f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>{first}</auth>")
        return self.until(b"</challenge>", b"</failure>")

    def bind(self, resource):
        self.open_stream()
        self.send(f"<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>{escape(resource)}</resource></bind></iq>")
        return self.until(b"</iq>", b"<stream:error").decode(errors="replace")

    def login(self, user, password, resource):
        if not self.authenticate(user, password):
            raise RuntimeError(f"login of {user} failed")
        answer = self.bind(resource)
        if "<jid>" not in answer:
            raise RuntimeError(f"bind of {user}/{resource!r}: {answer}")
        self.send("<presence/>")
        return self

    def close(self):
        try:
            self.send("</stream:stream>")
            self.until(b"</stream:stream>")
        except OSError:
            pass
        self.socket.close()
