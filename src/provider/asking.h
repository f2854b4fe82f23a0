// From the rows of one or several sources to the answer of a question: the selector's rules, windows, retention, caps,
// what is never a user's address, and the record on file.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "provider/connector.h"
#include "provider/holdings.h"
#include "provider/record.h"
#include "provider/source.h"

namespace writ::provider {

struct AskingOptions {
  HoldingsProfile holdings;
  /// An address with a window that fits more accounts than this singles nobody out.
  std::size_t candidates_max = 10;
  /// An address changes hands: a longer window names people who had nothing to do with it.
  std::chrono::seconds address_window_max = std::chrono::hours(24);
  /// The operator's own proxies and gateways, any spelling: never reported as a user's address.
  std::vector<std::string> own_addresses;
  /// Ranges (CIDR) that carriers share among many customers (CGNAT): an address in one is asked with its source port,
  /// of a source that keeps ports, or not at all.
  std::vector<std::string> shared_addresses;
  Audit audit;  // may be empty
};

/// What make_connector would refuse of a file, whatever the profile: invalid with field, value and rule.
base::Result<> check_asking(const std::vector<std::unique_ptr<Source>>& sources,
                            const std::vector<std::string>& own_addresses,
                            const std::vector<std::string>& shared_addresses);

/// Every question goes to every source that can be asked it, accounts found by one are looked up in the others, and the
/// answers are merged for each category: what one holds is held; what one could not say is said by none. `sources` is
/// not empty and their names differ. invalid: a rule of the profile or of an address list is broken.
base::Result<std::unique_ptr<Connector>> make_connector(std::vector<std::unique_ptr<Source>> sources,
                                                        AskingOptions options);

}  // namespace writ::provider
