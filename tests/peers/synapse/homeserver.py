"""A real Synapse on loopback: installed from its wheels, started, spoken to, stopped by its own process id."""
import fcntl
import hashlib
import hmac
import json
import pathlib
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

VERSION = "1.163.2"
DRIVER = "2.9.10"  # of PostgreSQL, as a wheel


def install(folder: pathlib.Path) -> pathlib.Path:
    """Makes the virtual environment once, also when two tests begin at once; returns its python."""
    python = folder / "venv" / "bin" / "python"
    stamp = folder / f"installed-{VERSION}-{DRIVER}"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists():
            return python
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--only-binary", ":all:",
                        f"matrix-synapse=={VERSION}", f"psycopg2-binary=={DRIVER}"], check=True)
        stamp.touch()
    return python


class Homeserver:
    def __init__(self, python: pathlib.Path, folder: pathlib.Path, postgresql=None):
        """`postgresql` = host, port, user, password, dbname of psycopg2; else SQLite."""
        self.folder, self.python, self.postgresql = folder, python, postgresql
        self.database = folder / "homeserver.db"
        self.secret = secrets.token_hex(16)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = None

    def start(self):
        config = {
            "server_name": "writ.test", "report_stats": False, "trusted_key_servers": [],
            "pid_file": str(self.folder / "pid"), "media_store_path": str(self.folder / "media"),
            "signing_key_path": str(self.folder / "signing.key"),
            "listeners": [{"bind_addresses": ["127.0.0.1"], "port": self.port, "type": "http", "tls": False, "x_forwarded": True,
                           "resources": [{"names": ["client"], "compress": False}]}],
            "database": {"name": "psycopg2", "args": self.postgresql} if self.postgresql
                        else {"name": "sqlite3", "args": {"database": str(self.database)}},
            "registration_shared_secret": self.secret, "macaroon_secret_key": secrets.token_hex(16), "form_secret": secrets.token_hex(16),
            "rc_login": {kind: {"per_second": 1000, "burst_count": 1000} for kind in ("address", "account", "failed_attempts")},
        }
        path = self.folder / "homeserver.json"  # JSON is YAML
        path.write_text(json.dumps(config))
        base = [str(self.python), "-m", "synapse.app.homeserver", "-c", str(path)]
        subprocess.run(base + ["--generate-keys"], check=True, cwd=self.folder)
        self.output = open(self.folder / "output.log", "wb")
        self.process = subprocess.Popen(base, cwd=self.folder, stdout=self.output, stderr=self.output)
        for _ in range(300):
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "output.log").read_text()[-2000:])
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2).read()
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("Synapse did not start within 60 seconds")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process:
            self.output.close()

    def call(self, method, path, body=None, token=None, forwarded=None):
        headers = {"Content-Type": "application/json", "User-Agent": "WritTest/1"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if forwarded:
            headers["X-Forwarded-For"] = forwarded
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers, method=method)
        try:
            return json.load(urllib.request.urlopen(request, timeout=20))
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read().decode()}") from error

    def register(self, name, admin=False):
        """Through the admin API with the shared secret; returns an access token."""
        nonce = self.call("GET", "/_synapse/admin/v1/register")["nonce"]
        fields = [nonce, name, "password-" + name, "admin" if admin else "notadmin"]
        mac = hmac.new(self.secret.encode(), "\0".join(fields).encode(), hashlib.sha1).hexdigest()
        return self.call("POST", "/_synapse/admin/v1/register",
                         {"nonce": nonce, "username": name, "password": fields[2], "admin": admin, "mac": mac})["access_token"]

    def login(self, name, forwarded):
        return self.call("POST", "/_matrix/client/v3/login",
                         {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": name},
                          "password": "password-" + name}, forwarded=forwarded)["access_token"]
