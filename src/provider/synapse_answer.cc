#include "provider/synapse_answer.h"

#include <algorithm>
#include <map>

#include "provider/address.h"
#include "provider/phone.h"

namespace writ::provider::synapse {

namespace {

/// Synapse writes the same (user, token, address) again only after this many seconds (LAST_SEEN_GRANULARITY).
constexpr std::string_view granularity_note =
    "Each time is when the row was last seen, to 120 seconds; a session has one row for an address, and earlier uses "
    "are not kept.";

CategoryAnswer held(std::vector<Datum> data, std::string note) {
  return {.holding = Holding::held, .data = std::move(data), .note = std::move(note)};
}

CategoryAnswer none(std::string note) {
  return {.holding = Holding::none_in_period, .data = {}, .note = std::move(note)};
}

void add_sentence(std::string& note, std::string_view sentence) {
  if (!note.empty()) note += ' ';
  note += sentence;
}

/// "3 rows were left out: loopback 2, not an address 1."
std::string skipped_note(const std::map<std::string, int>& skipped) {
  int total = 0;
  std::string kinds;
  for (const auto& [kind, count] : skipped) {
    total += count;
    kinds += (kinds.empty() ? "" : ", ") + kind + " " + std::to_string(count);
  }
  if (total == 0) return {};
  return std::to_string(total) + (total == 1 ? " row was" : " rows were") +
         " left out, not a user's address: " + kinds + ".";
}

std::string empty_third_party_note(const AccountRow& account, std::string_view what) {
  if (account.deactivated)
    return "The account is deactivated; Synapse deletes every " + std::string(what) + " at deactivation.";
  return "No " + std::string(what) + " was tied to the account at that time; Synapse keeps no history of earlier ones.";
}

}  // namespace

Reach reach_of(const std::optional<legal::Window>& window, base::Time as_of, const HoldingsRule& rule) {
  const base::Time end = as_of + std::chrono::seconds(1);
  const base::Time asked_from = window ? window->from : base::from_unix(0);
  Reach reach{.asked_from = asked_from,
              .kept = {.from = asked_from, .to = window ? std::min(window->to, end) : end},
              .retention_days = rule.retention_days};
  if (rule.retention_days) reach.kept.from = std::max(asked_from, as_of - std::chrono::days(*rule.retention_days));
  return reach;
}

CategoryAnswer without_rows(const Reach& reach, bool older) {
  const std::string kept = reach.retention_days ? "kept for " + std::to_string(*reach.retention_days) +
                                                      " days, so from " + base::format_time(reach.kept.from) + " on"
                                                : "kept as long as the account";
  if (reach.cut() && (reach.empty() || older)) {
    return {.holding = Holding::expired, .data = {}, .note = "Past its retention: " + kept + "."};
  }
  std::string note = "No row in the period asked; " + kept + ".";
  if (reach.cut()) add_sentence(note, "Nothing can be said of the part before.");
  return none(std::move(note));
}

CategoryAnswer address_answer(const std::vector<StampedRow>& rows, const std::set<std::string>& own_addresses) {
  std::vector<Datum> data;
  std::map<std::string, int> skipped;
  for (const StampedRow& row : rows) {
    auto address = parse_stored_address(row.text);
    if (!address) {
      ++skipped["not an address"];
    } else if (address->kind != AddressClass::user) {
      ++skipped[std::string(name_of(address->kind))];
    } else if (own_addresses.contains(address->canonical)) {
      ++skipped["the operator's own"];
    } else {
      const bool respelled = address->canonical != row.text;
      const bool repeated = std::any_of(data.begin(), data.end(), [&](const Datum& datum) {
        return datum.at == row.at && datum.value == address->canonical && datum.port == address->port;
      });
      if (repeated) continue;  // two sessions at one address in one second say the same
      data.push_back({.value = std::move(address->canonical),
                      .at = row.at,
                      .time_meaning = "last seen at",
                      .port = address->port,
                      .as_stored = respelled ? printable(row.text) : ""});
    }
  }
  std::string note = skipped_note(skipped);
  if (data.empty()) {
    add_sentence(note, "Nothing that is left is an address of the user.");
    return none(std::move(note));
  }
  add_sentence(note, granularity_note);
  return held(std::move(data), std::move(note));
}

CategoryAnswer device_answer(const std::vector<StampedRow>& rows) {
  std::vector<Datum> data;
  for (const StampedRow& row : rows) {
    const std::string shown = printable(row.text);
    data.push_back({.value = shown, .at = row.at, .time_meaning = "last seen at", .port = {}, .as_stored = {}});
  }
  return held(std::move(data), "The text is what the client said of itself.");
}

CategoryAnswer last_seen_answer(base::Time last) {
  return held(
      {{.value = base::format_time(last), .at = last, .time_meaning = "last seen at", .port = {}, .as_stored = {}}},
      "To 120 seconds; the latest time in the period asked that is still in the database.");
}

CategoryAnswer phone_answer(const std::vector<StampedRow>& rows, const AccountRow& account) {
  if (rows.empty()) return none(empty_third_party_note(account, "phone number"));
  std::vector<Datum> data;
  std::string note;
  for (const StampedRow& row : rows) {
    const std::string stored = printable(row.text);
    const auto e164 = e164_of_stored(row.text);
    if (!e164) note = "A number that cannot be E.164 is given as it is stored.";
    data.push_back({.value = e164.value_or(stored),
                    .at = row.at,
                    .time_meaning = "added at",
                    .port = {},
                    .as_stored = e164 == stored ? "" : stored});
  }
  return held(std::move(data), std::move(note));
}

CategoryAnswer email_answer(const std::vector<StampedRow>& rows, const AccountRow& account) {
  if (rows.empty()) return none(empty_third_party_note(account, "e-mail address"));
  std::vector<Datum> data;
  for (const StampedRow& row : rows) {
    data.push_back(
        {.value = printable(row.text), .at = row.at, .time_meaning = "added at", .port = {}, .as_stored = {}});
  }
  return held(std::move(data), "");
}

CategoryAnswer registration_answer(const AccountRow& account) {
  if (!account.created) return none("The database holds no registration time for this account.");
  return held({{.value = base::format_time(*account.created),
                .at = account.created,
                .time_meaning = "registered at",
                .port = {},
                .as_stored = {}}},
              "");
}

CategoryAnswer user_name_answer(const AccountRow& account) {
  const std::string id = printable(account.user_id);
  return held({{.value = id.substr(id.starts_with('@') ? 1 : 0, id.find(':') - 1),
                .at = {},
                .time_meaning = {},
                .port = {},
                .as_stored = id}},
              "");
}

CategoryAnswer not_held(std::string why) {
  if (why.empty()) why = "The holdings profile does not name this category.";
  return {.holding = Holding::not_held_by_design, .data = {}, .note = std::move(why)};
}

std::string not_found_note(legal::SelectorKind kind) {
  switch (kind) {
    case legal::SelectorKind::user_id:
    case legal::SelectorKind::user_name:
      return "No account of this name existed at that time.";
    case legal::SelectorKind::phone_number:
      return "No account is tied to this number at that time. That does not mean there is no account: a number that "
             "was given to another account "
             "leaves the first without a trace, deactivation deletes it, and a number stored without its country "
             "cannot be matched.";
    case legal::SelectorKind::email:
      return "No account is tied to this address at that time. That does not mean there is no account: deactivation "
             "deletes it.";
    case legal::SelectorKind::ip_address:
      return "No account was last seen at this address in the window. " + std::string(address_window_note());
  }
  std::unreachable();
}

std::string_view address_window_note() {
  return "The source keeps only when a session last used an address, to 120 seconds: an account that used it in the "
         "window and again later is not found.";
}

std::string printable(std::string_view stored) {
  std::string shown;
  for (std::size_t i = 0; i < stored.size();) {
    const auto lead = static_cast<unsigned char>(stored[i]);
    std::size_t size = lead < 0x80                   ? 1
                       : lead >= 0xf0 && lead < 0xf5 ? 4
                       : lead >= 0xe0 && lead < 0xf0 ? 3
                       : lead >= 0xc2 && lead < 0xe0 ? 2
                                                     : 0;
    const bool control = lead < 0x20 || lead == 0x7f;
    if (size == 0 || control || i + size > stored.size()) size = 0;
    for (std::size_t k = 1; k < size; ++k) {
      if ((static_cast<unsigned char>(stored[i + k]) & 0xc0) != 0x80) size = 0;
    }
    // Overlong forms, surrogates, beyond U+10FFFF (RFC 3629), and C1 controls.
    if (size > 1) {
      const auto next = static_cast<unsigned char>(stored[i + 1]);
      if ((lead == 0xe0 && next < 0xa0) || (lead == 0xed && next > 0x9f) || (lead == 0xf0 && next < 0x90) ||
          (lead == 0xf4 && next > 0x8f) || (lead == 0xc2 && next < 0xa0)) {
        size = 0;
      }
    }
    shown += size == 0 ? std::string_view("?") : stored.substr(i, size);
    i += std::max<std::size_t>(size, 1);
  }
  return shown;
}

}  // namespace writ::provider::synapse
