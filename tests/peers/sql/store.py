"""The example stores of docs/provider/*.toml, each in its own engine. Times are of 2024; T is the record clock."""
import datetime
import pathlib
import shutil
import sqlite3
import zoneinfo

from tls import make_certificates
from servers import Mariadb, Postgresql, secret_file

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "docs" / "provider"
T = 1719748800  # 2024-06-30T12:00:00Z
DAY = 86400
PASSWORD = "reader-secret"
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def berlin(at):
    return datetime.datetime.fromtimestamp(at, BERLIN).strftime("%Y-%m-%d %H:%M:%S")


class Store:
    """`folder` holds the mapping (a copy to be changed) and provider.toml."""

    def __init__(self, folder, name):
        self.folder, self.name = pathlib.Path(folder) / name, name
        self.folder.mkdir()
        self.mapping = self.folder / "mapping.toml"
        shutil.copy(EXAMPLES / f"{name}.toml", self.mapping)

    def provider(self, connection, mapping="mapping.toml", more="", name="provider.toml"):
        path = self.folder / name
        path.write_text(f'schema = "writ-provider/v1"\n[[source]]\nname = "example"\nkind = "sql"\nmapping = "{mapping}"\n{connection}\n{more}\n')
        return path

    def changed(self, *changes, connection=None, more=""):
        """provider.toml of a mapping in which texts are replaced."""
        text = self.mapping.read_text()
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        (self.folder / "changed.toml").write_text(text)
        return self.provider(connection or self.connection, "changed.toml", more, "changed-provider.toml")


class SqliteStore(Store):
    connection = 'file = "store.db"'

    def __init__(self, folder):
        super().__init__(folder, "sqlite")
        self.run("CREATE TABLE accounts(id TEXT PRIMARY KEY, login TEXT UNIQUE, password TEXT, phone TEXT UNIQUE, email TEXT UNIQUE, created INTEGER, closed INTEGER)",
                 "CREATE TABLE sign_ins(account TEXT, address TEXT, port INTEGER, at INTEGER, client TEXT)",
                 "CREATE INDEX by_account ON sign_ins(account, at)", "CREATE INDEX by_address ON sign_ins(address, at)",
                 f"INSERT INTO accounts VALUES('a1', 'alice', 'hash', '+4930901820', 'alice@mail.example', {T - 400 * DAY}, 0)",
                 f"INSERT INTO accounts VALUES('b1', 'bob', 'hash', NULL, NULL, {T - 300 * DAY}, 1)",
                 f"INSERT INTO sign_ins VALUES('a1', '203.0.113.7', 40001, {T - 3 * DAY}, 'Chat/1')",
                 f"INSERT INTO sign_ins VALUES('b1', '::ffff:203.0.113.7', 40002, {T - 3 * DAY}, 'Chat/1')",
                 f"INSERT INTO sign_ins VALUES('a1', '127.0.0.1', 1, {T - 2 * DAY}, 'Chat/1')",
                 f"INSERT INTO sign_ins VALUES('a1', '203.0.113.8', 40003, {T - 120 * DAY}, 'Chat/1')")
        self.file = self.provider(self.connection)

    def run(self, *statements):
        with sqlite3.connect(self.folder / "store.db") as db:
            for statement in statements:
                db.execute(statement)
        db.close()

    def stop(self):
        pass


class PostgresqlStore(Store):
    def __init__(self, folder):
        super().__init__(folder, "postgresql")
        self.server = Postgresql()
        certificates = self.folder / "certificates"
        certificates.mkdir(mode=0o755)
        make_certificates(certificates)
        self.server.use_tls(certificates)
        self.run("CREATE TABLE accounts(id text PRIMARY KEY, login text UNIQUE, password text, created timestamp)",
                 "CREATE TABLE numbers(account text, phone text, given timestamp, taken timestamp)", "CREATE INDEX ON numbers(phone)", "CREATE INDEX ON numbers(account)",
                 "CREATE TABLE sessions(token text, account text, address text, seen timestamp, client text)", "CREATE INDEX ON sessions(account, seen)",
                 "CREATE INDEX ON sessions(seen)", "CREATE TABLE messages(body text)",
                 f"INSERT INTO accounts VALUES('a1', 'straße', 'hash', '{berlin(T - 400 * DAY)}'), ('b1', 'bob', 'hash', '{berlin(T - 300 * DAY)}')",
                 f"INSERT INTO numbers VALUES('b1', '+4930901820', '{berlin(T - 200 * DAY)}', '{berlin(T - 20 * DAY)}'), ('a1', '+4930901820', '{berlin(T - 19 * DAY)}', NULL)",
                 f"INSERT INTO sessions VALUES('t1', 'a1', '203.0.113.7', '{berlin(T - 3 * DAY)}', 'Chat/1'), ('t2', 'b1', '::FFFF:203.0.113.7', '{berlin(T - 3 * DAY)}', 'Chat/2')",
                 f"ALTER ROLE writ_reader PASSWORD '{PASSWORD}'", first=["CREATE ROLE writ_reader LOGIN"])
        self.run("GRANT SELECT (id, login, created) ON accounts TO writ_reader", "GRANT SELECT (account, phone, given, taken) ON numbers TO writ_reader",
                 "GRANT SELECT (account, address, seen, client) ON sessions TO writ_reader")
        secret_file(self.folder, PASSWORD)
        self.connection = f'port = {self.server.port}\ndatabase = "postgres"\nuser = "writ_reader"\nsecret_file = "secret"'
        self.file = self.provider(self.connection)

    def run(self, *statements, first=()):
        for statement in [*first, *statements]:
            self.server.psql(statement)

    def stop(self):
        self.server.stop()


class MariadbStore(Store):
    def __init__(self, folder):
        super().__init__(folder, "mariadb")
        certificates = self.folder / "certificates"
        certificates.mkdir(mode=0o755)
        make_certificates(certificates)
        self.server = Mariadb(f"--ssl-cert={certificates}/server.pem", f"--ssl-key={certificates}/server.key")
        self.server.sql("CREATE DATABASE chat CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        self.run("CREATE TABLE accounts(id varchar(64) PRIMARY KEY, login varchar(64) UNIQUE, password varchar(99), digits varchar(32) UNIQUE, mail_local varchar(64),"
                 " mail_domain varchar(190), created_ms bigint, state varchar(10), KEY mail(mail_domain, mail_local))",
                 "CREATE TABLE sign_ins(account varchar(64), address varchar(64), port int, at_ms bigint, KEY by_account(account, at_ms), KEY by_address(address, at_ms))",
                 f"INSERT INTO accounts VALUES('a1', 'alice', 'hash', '4930901820', 'alice', 'mail.example', {T - 400 * DAY}000, 'open')",
                 f"INSERT INTO accounts VALUES('b1', 'bob', 'hash', NULL, NULL, NULL, {T - 300 * DAY}000, 'closed')",
                 f"INSERT INTO sign_ins VALUES('a1', '203.0.113.7', 40001, {T - 3 * DAY}500), ('b1', '::ffff:203.0.113.7', 40002, {T - 3 * DAY}000)",
                 "CREATE USER 'writ_reader'@'127.0.0.1' IDENTIFIED BY 'reader-secret'",
                 "GRANT SELECT (id, login, digits, mail_local, mail_domain, created_ms, state) ON chat.accounts TO 'writ_reader'@'127.0.0.1'",
                 "GRANT SELECT (account, address, port, at_ms) ON chat.sign_ins TO 'writ_reader'@'127.0.0.1'")
        secret_file(self.folder, PASSWORD)
        self.connection = f'port = {self.server.port}\ndatabase = "chat"\nuser = "writ_reader"\nsecret_file = "secret"'
        self.file = self.provider(self.connection)

    def run(self, *statements):
        for statement in statements:
            self.server.sql(statement, database="chat")

    def stop(self):
        self.server.stop()
