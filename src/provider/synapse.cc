#include "provider/synapse.h"

namespace writ::provider::synapse {

namespace {

/// Matrix specification, appendix "User Identifiers".
constexpr std::size_t user_id_bytes_max = 255;

CategoryFacts tied(const std::string& what) {
  return {
      .timed = false,
      .time_meaning = "added at",
      .note = {},
      .none_note = "No " + what + " was tied to the account at that time; Synapse keeps no history of earlier ones.",
      .closed_note = "The account is deactivated; Synapse deletes every " + what + " at deactivation."};
}

CategoryFacts last_use(std::string note) {
  return {.timed = true, .time_meaning = "last seen at", .note = std::move(note), .none_note = {}, .closed_note = {}};
}

}  // namespace

base::Result<base::Time> from_milliseconds(const std::string& source, std::string_view what, std::int64_t value) {
  if (value >= seconds_below) return base::from_unix(value / 1000);
  return base::fail(base::Errc::unavailable, source, std::string(what),
                    "unit: " + std::to_string(value) + " is not a time in milliseconds");
}

base::Result<base::Time> from_seconds(const std::string& source, std::string_view what, std::int64_t value) {
  if (value >= 0 && value < seconds_below) return base::from_unix(value);
  return base::fail(base::Errc::unavailable, source, std::string(what),
                    "unit: " + std::to_string(value) + " is not a time in seconds");
}

SourceFacts facts(std::string name) {
  using legal::SelectorKind;
  SourceFacts known{.name = std::move(name)};
  known.categories = {
      {"phone_number", tied("phone number")},
      {"email", tied("e-mail address")},
      // Synapse writes the same (user, token, address) again only after LAST_SEEN_GRANULARITY seconds.
      {"ip_address", last_use("Each time is when the row was last seen, to 120 seconds; a session has one row for an "
                              "address, and earlier uses are not kept.")},
      {"device", last_use("The text is what the client said of itself.")},
      {"last_seen", last_use("To 120 seconds; the latest time in the period asked that is still in the database.")},
  };
  known.selectors = {SelectorKind::user_id, SelectorKind::user_name, SelectorKind::phone_number, SelectorKind::email,
                     SelectorKind::ip_address};
  known.address_window_note =
      "The source keeps only when a session last used an address, to 120 seconds: an account that used it in the "
      "window and again later is not found.";
  known.not_found_notes = {
      {SelectorKind::phone_number,
       "a number that was given to another account leaves the first without a trace, deactivation deletes it, and a "
       "number stored without its country cannot be matched."},
      {SelectorKind::email, "deactivation deletes it."}};
  return known;
}

base::Result<> check_matrix_name(const legal::Selector& selector) {
  const std::string& value = selector.value;
  if (selector.kind != legal::SelectorKind::user_id && selector.kind != legal::SelectorKind::user_name) return {};
  if (value.empty() || value.size() > user_id_bytes_max) {
    return base::invalid("selector.value", value, "must have 1 to " + std::to_string(user_id_bytes_max) + " bytes");
  }
  const bool full = value.starts_with('@');
  const auto colon = value.find(':');
  if (selector.kind == legal::SelectorKind::user_id && !full)
    return base::invalid("selector.value", value, "a user id is written @name:server");
  if (full && (colon == std::string::npos || colon < 2 || colon + 1 == value.size())) {
    return base::invalid("selector.value", value, "a full user id is written @name:server");
  }
  if (!full && colon != std::string::npos)
    return base::invalid("selector.value", value, "a name with its server begins with @");
  return {};
}

std::string localpart(const std::string& user_id) {
  const std::size_t start = user_id.starts_with('@') ? 1 : 0;
  return user_id.substr(start, user_id.find(':') - start);
}

}  // namespace writ::provider::synapse
