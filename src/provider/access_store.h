// Large stores of access records (docs/provider-access-stores.md): two tables or views of one shape, whatever the
// engine.
//   accounts(account, name, phone, created)      one row for each account; phone in E.164 or empty
//   access(account, address, port, at)           one row for each use; port 0 = not kept
// Inside of the room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "provider/open.h"
#include "provider/source.h"

namespace writ::provider::access {

struct Shape {
  std::string accounts;  // table names, checked
  std::string access;
  std::string by_address;  // the same rows, sorted or indexed by address; may be `access`
  std::string time_meaning;
  std::int64_t granularity_s = 1;
  bool ports = true;
};

/// Keys accounts, access, access_by_address, time_meaning, granularity_seconds, ports. Table names are letters, digits
/// and _, with a schema or database before a dot at most.
base::Result<Shape> read_shape(Keys& keys);
SourceFacts facts_of(std::string name, const Shape& shape);

/// An address as 16 bytes, IPv4 as ::ffff:a.b.c.d; back in RFC 5952. nullopt = is none.
std::optional<std::string> address_bytes(const std::string& canonical);
std::string address_text(const std::string& bytes);

/// By id, each once: a view may repeat an account, and a cluster answers in any order. Cheaper here than in the store.
void each_once(std::vector<AccountRow>& accounts);

/// Accounts that one address can have in one window before the question is refused anyway: no more are read.
constexpr std::int64_t accounts_read_max = 101;

}  // namespace writ::provider::access
