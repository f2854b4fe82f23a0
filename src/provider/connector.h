// The door to a messenger: what a connector is asked and what it answers. There is no call for content.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "legal/codes.h"
#include "legal/request.h"

namespace writ::provider {

enum class Holding : std::uint8_t { held, none_in_period, not_held_by_design, expired, source_unavailable };
std::string_view code_of(Holding holding);  // of legal::holdings()

/// One value that is held, with the time stamp that the source gives and what that stamp means.
struct Datum {
  std::string value;  // E.164, RFC 5952 address, RFC 3339 time ...
  std::optional<base::Time> at;
  std::string time_meaning;  // "last seen at", "added at", ...; never "from-to" when the source has only the last
  std::optional<std::uint16_t> port;
  std::string as_stored;  // what the source holds, when it is spelled differently; else empty
};

struct CategoryAnswer {
  Holding holding = Holding::source_unavailable;
  std::vector<Datum> data;  // not empty iff held
  std::string note;         // why, in words, for all but held; with held: what was left out, how exact
};

struct AccountAnswer {
  std::string account;                               // the messenger's own id
  std::map<std::string, CategoryAnswer> categories;  // exactly the categories asked
};

/// Of one selector. No account: `account_note` says what that does and does not mean.
struct Answer {
  legal::Selector selector;
  std::vector<AccountAnswer> accounts;
  std::string account_note;
  /// False if the source could not be asked at all: then nothing may be sealed.
  bool source_available = true;
};

struct Question {
  legal::Selector selector;
  legal::CodeSet categories;
  /// Record clock: rows later than this are invisible, `expired` is computed from it.
  base::Time as_of;
  /// Rows of this window only; nullopt = whatever the retention leaves. Ends at receipt at the latest.
  std::optional<legal::Window> window;
};

class Connector {
 public:
  virtual ~Connector() = default;
  /// unavailable: the source could not be read (file gone, time limit, row cap, permission), by name. Never an empty
  /// list. invalid: the selector cannot be asked here (IP without window, too many candidates), with the rule.
  virtual base::Result<Answer> ask(const Question& question) = 0;
  /// What ask() would refuse whatever is held: no source takes this kind of selector, or breaks its own rule for it.
  /// Nothing is opened.
  virtual base::Result<> check(const Question&) const { return {}; }
};

}  // namespace writ::provider
