#include "people/people.h"

namespace writ::people {

std::vector<store::Migration> migrations() {
  return {{"people-001",
           "CREATE TABLE person("
           "  id TEXT PRIMARY KEY,"
           "  kind TEXT NOT NULL,"
           "  name TEXT NOT NULL,"
           "  email TEXT NOT NULL UNIQUE,"
           "  roles TEXT NOT NULL,"  // SET
           "  public_key TEXT NOT NULL,"
           "  agency TEXT NOT NULL,"
           "  country TEXT NOT NULL"
           ") STRICT;"
           "CREATE TABLE token("
           "  hash BLOB PRIMARY KEY,"  // SHA-256 of the token: the token itself is nowhere
           "  person TEXT NOT NULL REFERENCES person(id),"
           "  expires INTEGER NOT NULL"  // UTC seconds of the system's clock
           ") STRICT;"
           "CREATE INDEX token_person ON token(person);"},
          // Credentials of persons. Times are the system's; hashes are SHA-256 of something random, so the store opens
          // nothing to its reader.
          {"people-002",
           "CREATE TABLE password("
           "  person TEXT PRIMARY KEY REFERENCES person(id),"
           "  hash TEXT NOT NULL,"  // Argon2id with its parameters and salt
           "  changed INTEGER NOT NULL"
           ") STRICT;"
           "CREATE TABLE totp("
           "  person TEXT PRIMARY KEY REFERENCES person(id),"
           "  secret BLOB NOT NULL,"  // sealed under the key `credentials` of the ring
           "  last_step INTEGER NOT NULL"
           ") STRICT;"
           "CREATE TABLE passkey("
           "  id BLOB PRIMARY KEY,"
           "  person TEXT NOT NULL REFERENCES person(id),"
           "  algorithm INTEGER NOT NULL,"  // COSE
           "  public_key BLOB NOT NULL,"
           "  counter INTEGER NOT NULL,"
           "  name TEXT NOT NULL,"
           "  created INTEGER NOT NULL,"
           "  used INTEGER NOT NULL"
           ") STRICT;"
           "CREATE INDEX passkey_person ON passkey(person);"
           "CREATE TABLE client_certificate("
           "  fingerprint BLOB PRIMARY KEY,"  // SHA-256 of the DER
           "  person TEXT NOT NULL REFERENCES person(id),"
           "  created INTEGER NOT NULL"
           ") STRICT;"
           "CREATE TABLE challenge("
           "  hash BLOB PRIMARY KEY,"
           "  purpose TEXT NOT NULL,"
           "  person TEXT NOT NULL,"  // or empty: whoever answers
           "  expires INTEGER NOT NULL"
           ") STRICT;"
           "CREATE TABLE invitation("
           "  hash BLOB PRIMARY KEY,"
           "  person TEXT NOT NULL REFERENCES person(id),"
           "  expires INTEGER NOT NULL"
           ") STRICT;"
           "CREATE TABLE recovery("
           "  person TEXT PRIMARY KEY REFERENCES person(id),"
           "  asked_by TEXT NOT NULL REFERENCES person(id),"
           "  asked INTEGER NOT NULL"
           ") STRICT;"
           "CREATE TABLE session("
           "  id TEXT PRIMARY KEY,"
           "  person TEXT NOT NULL REFERENCES person(id),"
           "  face TEXT NOT NULL,"
           "  method TEXT NOT NULL,"
           "  created INTEGER NOT NULL,"
           "  seen INTEGER NOT NULL,"
           "  word TEXT NOT NULL"
           ") STRICT;"
           "CREATE INDEX session_person ON session(person);"
           "CREATE TABLE sign_in_failure("
           "  what TEXT PRIMARY KEY,"
           "  failures INTEGER NOT NULL,"
           "  wait_until INTEGER NOT NULL,"
           "  last INTEGER NOT NULL"
           ") STRICT;"},
          // A client certificate is known by its key; the table that stood here before was never filled.
          {"people-003",
           "DROP TABLE client_certificate;"
           "CREATE TABLE client_certificate("
           "  key BLOB PRIMARY KEY,"  // SHA-256 of the SubjectPublicKeyInfo
           "  person TEXT NOT NULL REFERENCES person(id),"
           "  subject TEXT NOT NULL,"
           "  expires INTEGER NOT NULL,"
           "  created INTEGER NOT NULL,"
           "  used INTEGER NOT NULL"
           ") STRICT;"
           "CREATE INDEX client_certificate_person ON client_certificate(person);"}};
}

}  // namespace writ::people
