// The operator's own directory of authorities: where to call back. Its numbers come from a source that is not the
// request (domain.md section 2, emergencies: forged requests bring their own number). Nothing here comes from a
// request.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "store/db.h"

namespace writ::authority {

std::vector<store::Migration> migrations();

inline constexpr std::size_t name_bytes_max = 200;    // longer than any name of an agency that was published
inline constexpr std::size_t source_bytes_max = 500;  // a sentence or an address
inline constexpr std::size_t domain_bytes_max = 253;  // RFC 1035 section 2.3.4, as text

struct Entry {
  std::string id;  // UUID, set by add()
  std::string name;
  std::string country;         // alpha-2
  std::string number;          // E.164: + and 7 to 15 digits
  std::string mailbox_domain;  // lower case, "police.example"; may be empty
  std::string source;          // where the number was found, in words
  base::Day checked;           // when it was last found there
  std::string entered_by;      // person id
  std::string out_of_use;      // why it is not used any more; empty: in use
};

/// invalid names the field and its rule. All rules but one: that the day is not in the future.
base::Result<> check(const Entry& entry);
base::Result<> check_country(const std::string& code);

class Directory {
 public:
  Directory(store::Db& db, const base::Clock& clock, base::Random& random) : db_(db), clock_(clock), random_(random) {}

  /// Gives the id. invalid names the field and its rule; conflict if this country has an entry of this name in use.
  base::Result<std::string> add(Entry entry, const std::string& by);
  /// Number, domain, source and day; the entry keeps its name and country. not_found, invalid.
  base::Result<> change(Entry entry, const std::string& by);
  /// The entry stays, for calls that were made on it. `reason` is not empty.
  base::Result<> take_out_of_use(const std::string& id, const std::string& reason, const std::string& by);

  base::Result<Entry> find(const std::string& id) const;
  /// By country, then name; `rows_max` from row `skip` on.
  base::Result<std::vector<Entry>> list(std::size_t rows_max, std::size_t skip = 0) const;
  /// In use, of this country, and of this name (letters A to Z in either case) or of the domain of this mailbox or one
  /// above it.
  base::Result<std::vector<Entry>> of_requester(std::string_view country, std::string_view agency,
                                                std::string_view officer_mailbox) const;

 private:
  base::Result<std::vector<Entry>> select(std::string_view where, std::initializer_list<store::Value> values) const;

  store::Db& db_;
  const base::Clock& clock_;
  base::Random& random_;
};

}  // namespace writ::authority
