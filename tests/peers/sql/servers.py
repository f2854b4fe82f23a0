"""Database servers of Debian on loopback, each with its own folder, started and stopped by its process id."""
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile
import time

POSTGRESQL_BIN = pathlib.Path("/usr/lib/postgresql/15/bin")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """A folder that belongs to the engine's user, and one process."""

    def __init__(self, engine_user):
        root = os.geteuid() == 0
        self.as_user = {"user": engine_user, "group": pwd.getpwnam(engine_user).pw_gid, "extra_groups": []} if root else {}
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="writ-"))  # short: a socket's path has 107 bytes at most
        if root:
            shutil.chown(self.folder, engine_user, self.as_user["group"])
        self.folder.chmod(0o755)
        self.port = free_port()
        self.process = None
        self.output = open(self.folder.with_suffix(".log"), "wb")

    def run(self, command, **more):
        done = subprocess.run(list(map(str, command)), stdout=self.output, stderr=self.output, cwd=self.folder, **self.as_user, **more)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]}: {self.log()}")

    def start_process(self, command, ready):
        self.process = subprocess.Popen(list(map(str, command)), stdout=self.output, stderr=self.output, cwd=self.folder, **self.as_user)
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError(self.log())
            if ready():
                return
            time.sleep(0.1)
        raise RuntimeError(f"{command[0]} did not start within 60 seconds: {self.log()}")

    def log(self):
        return self.folder.with_suffix(".log").read_text(errors="replace")[-3000:]

    def stop(self, signal_name="terminate"):
        if self.process and self.process.poll() is None:
            getattr(self.process, signal_name)()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.output.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.with_suffix(".log").unlink(missing_ok=True)


class Postgresql(Server):
    def __init__(self):
        super().__init__("postgres")
        self.password = "superuser-secret"
        words = self.folder / "password"
        words.write_text(self.password)
        words.chmod(0o644)
        data = self.folder / "data"
        self.run([POSTGRESQL_BIN / "initdb", "-D", data, "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={words}", "--encoding=UTF8",
                  "--locale=C", "--no-sync"])
        self.start_process([POSTGRESQL_BIN / "postgres", "-D", data, "-p", self.port, "-c", "listen_addresses=127.0.0.1", "-c",
                            f"unix_socket_directories={self.folder}", "-c", "fsync=off", "-c", "shared_buffers=32MB"], self.is_ready)

    def is_ready(self):
        return self.psql("SELECT 1", check=False).returncode == 0

    def use_tls(self, folder):
        """From now on new connections may be encrypted; the key must be the server's own."""
        for name in ("server.pem", "server.key"):
            copy = self.folder / name
            shutil.copy(pathlib.Path(folder) / name, copy)
            if self.as_user:
                shutil.chown(copy, "postgres", self.as_user["group"])
            copy.chmod(0o600)
        for setting in (f"ssl_cert_file = '{self.folder}/server.pem'", f"ssl_key_file = '{self.folder}/server.key'", "ssl = on"):
            self.psql(f"ALTER SYSTEM SET {setting}")
        self.psql("SELECT pg_reload_conf()")
        for _ in range(100):
            if self.rows("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == [("t",)]:
                return
            time.sleep(0.1)
        raise RuntimeError(self.log())

    def psql(self, sql, database="postgres", user="postgres", password=None, check=True, file=None):
        """One run of psql that stops at the first error; of a file if one is given."""
        command = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", user, "-d", database]
        command += ["-f", str(file)] if file else ["-c", sql]
        done = subprocess.run(command, env=os.environ | {"PGPASSWORD": password or self.password}, capture_output=True, text=True, timeout=60)
        if check and done.returncode != 0:
            raise RuntimeError(f"psql: {done.stderr}\n{sql}")
        return done

    def rows(self, sql, **more):
        return [tuple(line.split("|")) for line in self.psql(sql, **more).stdout.splitlines()]

    def stop(self, signal_name="terminate"):
        if self.process and self.process.poll() is None:
            self.process.send_signal(2)  # fast shutdown: sessions are ended, and it says goodbye in order
        super().stop(signal_name)


class Mariadb(Server):
    def __init__(self, *more):
        super().__init__("mysql")
        data = self.folder / "data"
        self.socket = self.folder / "socket"
        self.run(["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"])
        self.start_process(["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={self.socket}", f"--port={self.port}",
                            "--bind-address=127.0.0.1", f"--pid-file={self.folder}/pid", "--innodb-flush-log-at-trx-commit=0",
                            "--innodb-buffer-pool-size=64M", "--skip-name-resolve", *more], self.is_ready)

    def is_ready(self):
        return self.socket.exists() and self.sql("SELECT 1", check=False).returncode == 0

    def sql(self, sql, database="", user="root", password="", check=True, tcp=False):
        """One run of the client that stops at the first error. `tcp`: as a user of 127.0.0.1."""
        where = ["--protocol=tcp", "-h", "127.0.0.1", f"--port={self.port}"] if tcp else [f"--socket={self.socket}"]
        command = ["mariadb", "--no-defaults", "-N", "-B", "-u", user, *where]
        command += [database] if database else []
        done = subprocess.run(command, input=sql, env=os.environ | {"MYSQL_PWD": password}, capture_output=True, text=True, timeout=60)
        if check and done.returncode != 0:
            raise RuntimeError(f"mariadb: {done.stderr}")
        return done


def secret_file(folder, text):
    path = pathlib.Path(folder) / "secret"
    path.write_text(text + "\n")
    path.chmod(0o600)
    return path
