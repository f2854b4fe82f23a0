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
           "CREATE INDEX token_person ON token(person);"}};
}

}  // namespace writ::people
