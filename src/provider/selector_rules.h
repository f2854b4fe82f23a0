// What a selector must be before any source is asked. Pure. Inside of the room.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "provider/address.h"
#include "provider/connector.h"

namespace writ::provider {

/// Address ranges, IPv4 as IPv4-mapped.
class AddressRanges {
 public:
  /// `field` stands in errors, with the index. `203.0.113.0/24`, `2001:db8::/32`, or one address.
  static base::Result<AddressRanges> parse(const std::string& field, const std::vector<std::string>& ranges);
  bool contains(const std::string& address) const;

 private:
  struct Range {
    AddressOctets prefix;
    int bits;
  };
  std::vector<Range> ranges_;
};

struct SelectorRules {
  std::chrono::seconds address_window_max{};
  std::set<std::string> own_addresses;  // canonical
  AddressRanges shared_addresses;
};

/// The part of time that is asked for: the question's window and the selector's; nullopt = no limit. invalid: empty, or
/// later than the record clock.
base::Result<std::optional<legal::Window>> window_of(const Question& question);

/// invalid, with the rule: a number that is not E.164, an address that names no user, without a window or with too long
/// a one, in a shared range without a port. `ports` = the source keeps source ports.
base::Result<> check_selector(const legal::Selector& selector, const std::optional<legal::Window>& window, bool ports,
                              const SelectorRules& rules);

}  // namespace writ::provider
