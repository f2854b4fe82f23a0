#include "people/delivery_key.h"

#include "crypto/recipient_key.h"
#include "people/rules.h"

namespace writ::people {

base::Result<> set_delivery_key(store::Db& db, const base::Clock& clock, const std::string& person,
                                const std::string& key) {
  if (key.size() > public_key_bytes_max)
    return base::invalid("public_key", std::to_string(key.size()) + " bytes", "is at most 65,536 bytes");
  TRY_VOID(crypto::check_recipient_key(key, clock.now()));
  TRY_VOID(db.run("UPDATE person SET public_key = ? WHERE id = ?", {key, person}));
  if (db.changes() == 0) return base::fail(base::Errc::not_found, "person", person, "is not known");
  return {};
}

}  // namespace writ::people
