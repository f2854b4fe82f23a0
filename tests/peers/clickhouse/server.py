"""Real ClickHouse servers (Debian's 18.16) on loopback, one process a shard, stopped by their own process ids; and a
TCP proxy that cuts answers off."""
import os
import pathlib
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

NEEDED = "/usr/sbin/clickhouse-server"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Shard:
    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.http, self.tcp, self.interserver = free_port(), free_port(), free_port()
        self.process = None
        self.certificates = None  # a folder: then it answers over TLS too, at `https`
        self.https = free_port()

    def configure(self, shards):
        self.folder.mkdir(parents=True, exist_ok=True)
        replicas = "".join(f"<shard><replica><host>127.0.0.1</host><port>{s.tcp}</port></replica></shard>" for s in shards)
        (self.folder / "config.xml").write_text(f"""<yandex>
<logger><level>warning</level><log>{self.folder}/log</log><errorlog>{self.folder}/errors</errorlog></logger>
<http_port>{self.http}</http_port>{self.over_tls()}<tcp_port>{self.tcp}</tcp_port><interserver_http_port>{self.interserver}</interserver_http_port>
<listen_host>127.0.0.1</listen_host><path>{self.folder}/data/</path><tmp_path>{self.folder}/tmp/</tmp_path>
<users_config>{self.folder}/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
<mark_cache_size>268435456</mark_cache_size><timezone>UTC</timezone>
<remote_servers><writ>{replicas}</writ></remote_servers></yandex>""")
        user = "<profile>{}</profile><networks><ip>127.0.0.1</ip></networks><quota>default</quota>{}"
        only = "<allow_databases><database>default</database></allow_databases>"
        none = "<allow_databases><database>elsewhere</database></allow_databases>"
        (self.folder / "users.xml").write_text(f"""<yandex>
<profiles><default><max_memory_usage>4000000000</max_memory_usage></default>
<reader><readonly>2</readonly><skip_unavailable_shards>1</skip_unavailable_shards></reader></profiles>
<users><default><password></password>{user.format("default", "")}</default>
<writer><password>reader-secret</password>{user.format("default", "")}</writer>
<writ><password>reader-secret</password>{user.format("reader", only)}</writ>
<stranger><password>reader-secret</password>{user.format("reader", none)}</stranger></users>
<quotas><default></default></quotas></yandex>""")

    def over_tls(self):
        if not self.certificates:
            return ""
        here = self.certificates
        return (f"<https_port>{self.https}</https_port><openSSL><server><certificateFile>{here}/server.pem</certificateFile><privateKeyFile>{here}/server.key</privateKeyFile>"
                "<verificationMode>none</verificationMode><loadDefaultCAFile>false</loadDefaultCAFile><disableProtocols>sslv2,sslv3</disableProtocols></server></openSSL>")

    def start(self):
        self.output = open(self.folder / "output", "ab")
        self.process = subprocess.Popen([NEEDED, f"--config-file={self.folder}/config.xml"], stdout=self.output, stderr=self.output,
                                        cwd=self.folder, stdin=subprocess.DEVNULL)
        for _ in range(300):
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "output").read_text(errors="replace")[-2000:])
            try:
                if self.query("SELECT 1") == "1\n":
                    return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("ClickHouse did not start within 30 seconds")

    def query(self, sql, data=b"", more=None):
        """As the operator, or as `more` says; rows as tab-separated text."""
        url = f"http://127.0.0.1:{self.http}/?" + urllib.parse.urlencode({"query": sql} | (more or {}))
        try:
            return urllib.request.urlopen(url, data=data or b" ", timeout=300).read().decode()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{sql[:200]}: {error.read().decode(errors='replace')}") from error

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


class Cutter:
    """Passes a connection on and closes it after `limit` bytes of the answer's body. `heads` is what was asked first in each
    piece; `replace` changes one text of equal length in it."""

    def __init__(self, port, limit, pause=0.0, replace=(b"", b"")):
        self.target, self.limit, self.pause, self.replace, self.heads = port, limit, pause, replace, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.pass_on, args=(client,), daemon=True).start()

    def pass_on(self, client):
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            threading.Thread(target=self.upload, args=(client, server), daemon=True).start()
            time.sleep(self.pause)
            answer, sent = b"", 0
            while piece := server.recv(65536):
                answer += piece
                head = answer.find(b"\r\n\r\n")
                allowed = len(answer) if head < 0 else min(len(answer), head + 4 + self.limit)
                client.sendall(answer[sent:allowed])
                sent = allowed
                if head >= 0 and len(answer) > head + 4 + self.limit:
                    client.shutdown(socket.SHUT_RDWR)
                    return

    def upload(self, client, server):
        try:
            while piece := client.recv(65536):
                if piece.startswith(b"POST "):
                    self.heads.append(piece)
                server.sendall(piece.replace(*self.replace) if self.replace[0] else piece)
        except OSError:
            pass

    def close(self):
        self.listener.close()


def cluster(folder, count=2, certificates=None):
    shards = [Shard(folder / f"shard{i}") for i in range(count)]
    shards[0].certificates = certificates
    for shard in shards:
        shard.configure(shards)
        shard.start()
    return shards


ACCOUNTS = "(account String, name String, phone String, created DateTime) ENGINE = MergeTree ORDER BY account"
ACCESS = "(account String, address FixedString(16), port UInt16, at DateTime) ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY "


def make_tables(shards):
    """On each shard its own rows, sorted twice; over all of them what Writ is told to read."""
    for shard in shards:
        for sql in (f"CREATE TABLE accounts_local {ACCOUNTS}", f"CREATE TABLE access_local {ACCESS}(account, at)",
                    f"CREATE MATERIALIZED VIEW access_local_by_address {ACCESS}(address, at) AS SELECT * FROM access_local",
                    "CREATE TABLE writ_accounts AS accounts_local ENGINE = Distributed(writ, default, accounts_local)",
                    "CREATE TABLE writ_access AS access_local ENGINE = Distributed(writ, default, access_local)",
                    "CREATE TABLE writ_access_by_address AS access_local ENGINE = Distributed(writ, default, access_local_by_address)"):
            shard.query(sql)
