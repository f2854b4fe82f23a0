"""A real Prosody (Debian's 0.12) on loopback in a folder of its own, with mod_lastlog2; stopped by its own process id.
People sign in over BOSH (XEP-0206) with X-Forwarded-For of a trusted proxy, so that they come from public documentation
addresses: a loopback address is never reported as a user's, not even by a test."""
import base64
import http.client
import os
import pathlib
import shutil
import socket
import subprocess
import time

HOST = "writ.test"
NEEDED = ("/usr/bin/prosody", "/usr/lib/prosody/modules/mod_lastlog2/mod_lastlog2.lua")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Prosody:
    def __init__(self, folder: pathlib.Path, storage: str):
        """`storage`: lines of prosody.cfg.lua that say where data are kept."""
        self.folder = folder
        self.plain_port, self.port = free_port(), free_port()
        self.data = folder / "data"
        self.log = folder / "prosody.log"
        self.process = None
        for path in (folder, self.data):
            path.mkdir(parents=True, exist_ok=True)
        (folder / "prosody.cfg.lua").write_text(f"""
pidfile = "{folder}/pid"; data_path = "{self.data}"
plugin_paths = {{ "/usr/lib/prosody/modules" }}
modules_enabled = {{ "roster", "saslauth", "disco", "ping", "lastlog2", "bosh" }}
modules_disabled = {{ "s2s", "tls" }}
interfaces = {{ "127.0.0.1" }}; c2s_ports = {{ {self.plain_port} }}; s2s_ports = {{}}; http_ports = {{ {self.port} }}; https_ports = {{}}; c2s_direct_tls_ports = {{}}
http_interfaces = {{ "127.0.0.1" }}; trusted_proxies = {{ "127.0.0.1" }}; consider_bosh_secure = true; http_default_host = "{HOST}"
allow_unencrypted_plain_auth = true; c2s_require_encryption = false; authentication = "internal_hashed"
lastlog_ip_address = true
log = {{ info = "{self.log}" }}
{storage}
VirtualHost "{HOST}"
""")
        for path in [folder, *folder.rglob("*")]:
            shutil.chown(path, "prosody", "prosody")

    def as_user(self, command):
        runner = ["runuser", "-u", "prosody", "--"] if os.geteuid() == 0 else []
        return runner + list(map(str, command))

    def ctl(self, *arguments):
        done = subprocess.run(self.as_user(["prosodyctl", "--config", self.folder / "prosody.cfg.lua", *arguments]), capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"prosodyctl {arguments}: {done.stdout} {done.stderr}")

    def start(self):
        self.output = open(self.folder / "output.log", "ab")
        self.process = subprocess.Popen(self.as_user(["prosody", "--config", self.folder / "prosody.cfg.lua", "-F"]), stdout=self.output,
                                        stderr=self.output, stdin=subprocess.DEVNULL, cwd=self.folder)
        for _ in range(200):
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "output.log").read_text()[-2000:])
            try:
                for port in (self.port, self.plain_port):
                    socket.create_connection(("127.0.0.1", port), 2).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("Prosody did not start: " + (self.folder / "output.log").read_text()[-2000:])

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process:
            self.output.close()


class Bosh:
    """One session over BOSH, as a proxy passes it on."""

    def __init__(self, port, address):
        self.connection, self.address, self.rid, self.sid = http.client.HTTPConnection("127.0.0.1", port, timeout=10), address, 1000, None
        first = self.post(f"to='{HOST}' xml:lang='en' wait='5' hold='1' ver='1.6' xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'")
        self.sid = first.split("sid='")[1].split("'")[0]

    def post(self, attributes="", body=""):
        self.rid += 1
        sid = f" sid='{self.sid}'" if self.sid else ""
        self.connection.request("POST", "/http-bind", f"<body xmlns='http://jabber.org/protocol/httpbind' rid='{self.rid}'{sid} {attributes}>{body}</body>",
                                {"Content-Type": "text/xml", "X-Forwarded-For": self.address})
        return self.connection.getresponse().read().decode()

    def authenticate(self, user, password):
        plain = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        return "<success" in self.post(body=f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{plain}</auth>")

    def login(self, user, password, resource):
        if not self.authenticate(user, password):
            raise RuntimeError(f"login of {user} failed")
        self.post("xmpp:restart='true' xmlns:xmpp='urn:xmpp:xbosh'")
        self.post(body=f"<iq type='set' id='b' xmlns='jabber:client'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>{resource}</resource></bind></iq>")
        return self

    def close(self):
        self.post("type='terminate'", "<presence type='unavailable' xmlns='jabber:client'/>")
        self.connection.close()
