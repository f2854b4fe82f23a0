"""Teamgram's tables in MariaDB: names, types and keys as its schema of June 2026 has them, as far as they matter here.

Times are of 2024; T is the record clock."""
import datetime
import pathlib
import tempfile

from servers import Mariadb, secret_file

T = int(datetime.datetime(2024, 6, 30, 12, tzinfo=datetime.timezone.utc).timestamp())
DAY = 86400
ROLE_PASSWORD = "reader-secret"

TABLES = """
CREATE DATABASE teamgram CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
USE teamgram;
CREATE TABLE users(id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, access_hash bigint NOT NULL, secret_key_id bigint NOT NULL DEFAULT 0,
  first_name varchar(64) NOT NULL DEFAULT '', username varchar(64) NOT NULL DEFAULT '', phone varchar(32) NOT NULL, country_code varchar(3) NOT NULL,
  about varchar(128) NOT NULL DEFAULT '', deleted tinyint(1) NOT NULL DEFAULT 0, delete_reason varchar(128) NOT NULL DEFAULT '',
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  UNIQUE KEY phone(phone));
CREATE TABLE username(id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, username varchar(32) NOT NULL, peer_type int NOT NULL DEFAULT 0,
  peer_id bigint NOT NULL DEFAULT 0, deleted tinyint(1) NOT NULL DEFAULT 0, UNIQUE KEY username(username));
CREATE TABLE auth_users(id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, auth_key_id bigint NOT NULL, user_id bigint NOT NULL DEFAULT 0,
  hash bigint NOT NULL DEFAULT 0, date_created bigint NOT NULL DEFAULT 0, date_active bigint NOT NULL DEFAULT 0, state int NOT NULL DEFAULT 0,
  deleted tinyint(1) NOT NULL DEFAULT 0, UNIQUE KEY auth_key_id(auth_key_id, user_id), KEY idx_user_deleted(user_id, deleted));
CREATE TABLE auths(id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, auth_key_id bigint NOT NULL, layer int NOT NULL DEFAULT 0, api_id int NOT NULL,
  device_model varchar(255) NOT NULL DEFAULT '', system_version varchar(255) NOT NULL DEFAULT '', app_version varchar(255) NOT NULL DEFAULT '',
  proxy varchar(512) NOT NULL DEFAULT '', params json NOT NULL, client_ip varchar(32) NOT NULL DEFAULT '', date_active bigint NOT NULL DEFAULT 0,
  deleted tinyint(1) NOT NULL DEFAULT 0, UNIQUE KEY auth_key_id(auth_key_id));
CREATE TABLE user_presences(id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id bigint NOT NULL, last_seen_at bigint NOT NULL,
  expires int NOT NULL DEFAULT 0, UNIQUE KEY user_id(user_id));
CREATE TABLE auth_keys(auth_key_id bigint NOT NULL PRIMARY KEY, body varchar(512) NOT NULL);
CREATE TABLE messages(id bigint NOT NULL PRIMARY KEY, message varchar(6000) NOT NULL);
CREATE TABLE user_contacts(id bigint NOT NULL PRIMARY KEY, contact_phone varchar(32) NOT NULL);
INSERT INTO auth_keys VALUES(1, 'the key of a session');
INSERT INTO messages VALUES(1, 'hello');
INSERT INTO user_contacts VALUES(1, '4930901899');
"""


class Messenger:
    def __init__(self):
        # Another zone than UTC, as servers have: TIMESTAMP is shown in the session's.
        self.mariadb = Mariadb("--default-time-zone=+05:30")
        self.state = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.state.name)
        self.keys = 0
        self.mariadb.sql(TABLES)

    def stop(self):
        self.mariadb.stop()
        self.state.cleanup()

    def sql(self, text):
        return self.mariadb.sql(text, database="teamgram").stdout

    def install(self, printed):
        for _ in range(2):  # safe to run again
            self.mariadb.sql(printed)
        locked = self.mariadb.sql("SELECT 1", user="writ_reader", password="", check=False, tcp=True)
        self.mariadb.sql(f"ALTER USER 'writ_reader'@'127.0.0.1' IDENTIFIED BY '{ROLE_PASSWORD}' ACCOUNT UNLOCK")
        secret_file(self.folder, ROLE_PASSWORD)
        return locked

    def as_reader(self, text):
        return self.mariadb.sql(text, database="teamgram", user="writ_reader", password=ROLE_PASSWORD, check=False, tcp=True)

    def provider(self, name="provider.toml", common="", more=""):
        path = self.folder / name
        path.write_text(f"""schema = "writ-provider/v1"
{common}
[[source]]
name = "teamgram"
kind = "teamgram"
port = {self.mariadb.port}
database = "teamgram"
user = "writ_reader"
secret_file = "secret"
{more}
""")
        return path

    def user(self, identity, phone, created, name=None):
        self.sql(f"INSERT INTO users(id, access_hash, phone, country_code, created_at) VALUES({identity}, 77{identity}, '{phone}', 'DE', FROM_UNIXTIME({created}))")
        if name:
            self.sql(f"INSERT INTO username(username, peer_type, peer_id) VALUES('{name}', 2, {identity})")

    def delete(self, identity):
        """As the server does it."""
        self.sql(f"UPDATE users SET phone = '-{identity}', deleted = 1, delete_reason = 'x' WHERE id = {identity}")

    def device(self, address, at, model="Phone"):
        self.keys += 1
        self.sql(f"INSERT INTO auths(auth_key_id, api_id, device_model, system_version, app_version, params, client_ip, date_active)"
                 f" VALUES({self.keys}, 4, '{model}', 'OS 1', '10.2', '{{}}', '{address}', {at})")
        return self.keys

    def session(self, identity, key, began, ended=False):
        """An ended session: deleted = 1, both dates 0."""
        dates = "0, 0, 1" if ended else f"{began}, {began}, 0"
        self.sql(f"INSERT INTO auth_users(auth_key_id, user_id, date_created, date_active, deleted) VALUES({key}, {identity}, {dates})")
