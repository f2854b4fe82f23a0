#include "provider/answer.h"

#include <algorithm>
#include <map>
#include <utility>

#include "provider/address.h"
#include "provider/phone.h"

namespace writ::provider {

namespace {

CategoryAnswer held(std::vector<Datum> data, std::string note) {
  return {.holding = Holding::held, .data = std::move(data), .note = std::move(note)};
}

CategoryAnswer none(std::string note) {
  return {.holding = Holding::none_in_period, .data = {}, .note = std::move(note)};
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

std::string meaning_of(const StampedRow& row, const CategoryFacts& facts) {
  if (!row.at) return {};
  return row.meaning.empty() ? facts.time_meaning : row.meaning;
}

/// Why this row is no user's address, or "".
std::string not_a_users(const StampedRow& row, const std::optional<StoredAddress>& address,
                        const std::set<std::string>& own_addresses) {
  if (!row.left_out.empty()) return row.left_out;
  if (!address) return "not an address";
  if (address->kind != AddressClass::user) return std::string(name_of(address->kind));
  return own_addresses.contains(address->canonical) ? "the operator's own" : "";
}

CategoryAnswer address_answer(const std::vector<StampedRow>& rows, const CategoryFacts& facts,
                              const std::set<std::string>& own_addresses) {
  std::vector<Datum> data;
  std::map<std::string, int> skipped;
  for (const StampedRow& row : rows) {
    auto address = parse_stored_address(row.text);
    if (std::string reason = not_a_users(row, address, own_addresses); !reason.empty()) {
      ++skipped[std::move(reason)];
      continue;
    }
    const auto port = row.port ? row.port : address->port;
    const bool respelled = address->canonical != row.text;
    const bool repeated = std::any_of(data.begin(), data.end(), [&](const Datum& datum) {
      return datum.at == row.at && datum.value == address->canonical && datum.port == port;
    });
    if (repeated) continue;  // two sessions at one address in one second say the same
    data.push_back({.value = std::move(address->canonical),
                    .at = row.at,
                    .time_meaning = meaning_of(row, facts),
                    .port = port,
                    .as_stored = respelled ? printable(row.text) : ""});
  }
  std::string note = skipped_note(skipped);
  if (data.empty()) {
    add_sentence(note, "Nothing that is left is an address of the user.");
    return none(std::move(note));
  }
  add_sentence(note, facts.note);
  return held(std::move(data), std::move(note));
}

CategoryAnswer phone_answer(const std::vector<StampedRow>& rows, const CategoryFacts& facts) {
  std::vector<Datum> data;
  std::string note = facts.note;
  bool unreadable = false;
  for (const StampedRow& row : rows) {
    const std::string stored = printable(row.text);
    const auto e164 = e164_of_stored(row.text);
    unreadable |= !e164;
    data.push_back({.value = e164.value_or(stored),
                    .at = row.at,
                    .time_meaning = meaning_of(row, facts),
                    .port = {},
                    .as_stored = e164 == stored ? "" : stored});
  }
  if (unreadable) add_sentence(note, "A number that cannot be E.164 is given as it is stored.");
  return held(std::move(data), std::move(note));
}

CategoryAnswer text_answer(const std::vector<StampedRow>& rows, const CategoryFacts& facts) {
  std::vector<Datum> data;
  for (const StampedRow& row : rows) {
    data.push_back({.value = printable(row.text),
                    .at = row.at,
                    .time_meaning = meaning_of(row, facts),
                    .port = {},
                    .as_stored = {}});
  }
  return held(std::move(data), facts.note);
}

CategoryAnswer time_answer(const StampedRow& row, const CategoryFacts& facts) {
  if (!row.at) return none(facts.none_note.empty() ? "The source holds no time." : facts.none_note);
  return held({{.value = base::format_time(*row.at),
                .at = row.at,
                .time_meaning = facts.time_meaning,
                .port = {},
                .as_stored = {}}},
              facts.note);
}

std::string_view word_of(legal::SelectorKind kind) {
  switch (kind) {
    case legal::SelectorKind::user_id:
    case legal::SelectorKind::user_name:
      return "name";
    case legal::SelectorKind::phone_number:
      return "number";
    case legal::SelectorKind::email:
      return "e-mail address";
    case legal::SelectorKind::ip_address:
      return "address";
  }
  std::unreachable();
}

}  // namespace

void add_sentence(std::string& note, std::string_view sentence) {
  if (!note.empty() && !sentence.empty()) note += ' ';
  note += sentence;
}

Reach reach_of(const std::optional<legal::Window>& window, base::Time as_of, std::optional<int> retention_days) {
  const base::Time end = as_of + std::chrono::seconds(1);
  const base::Time asked_from = window ? window->from : base::from_unix(0);
  Reach reach{.asked_from = asked_from,
              .kept = {.from = asked_from, .to = window ? std::min(window->to, end) : end},
              .retention_days = retention_days};
  if (retention_days) reach.kept.from = std::max(asked_from, as_of - std::chrono::days(*retention_days));
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

CategoryAnswer timed_answer(std::string_view category, const std::vector<StampedRow>& rows, const CategoryFacts& facts,
                            const std::set<std::string>& own_addresses) {
  if (category == "ip_address") return address_answer(rows, facts, own_addresses);
  if (category == "last_seen") return time_answer(rows.back(), facts);
  return category == "phone_number" ? phone_answer(rows, facts) : text_answer(rows, facts);
}

CategoryAnswer property_answer(std::string_view category, const std::vector<StampedRow>& rows,
                               const CategoryFacts& facts, const AccountRow& account) {
  if (rows.empty()) {
    if (account.closed && !facts.closed_note.empty()) return none(facts.closed_note);
    return none(facts.none_note.empty() ? "The source holds none for this account." : facts.none_note);
  }
  if (category == "phone_number") return phone_answer(rows, facts);
  if (category == "last_seen") return time_answer(rows.back(), facts);
  return text_answer(rows, facts);
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
  if (account.name.empty()) return none("The account has no user name.");
  const std::string id = printable(account.id);
  const std::string name = printable(account.name);
  return held({{.value = name, .at = {}, .time_meaning = {}, .port = {}, .as_stored = id == name ? "" : id}}, "");
}

CategoryAnswer not_held(std::string why) {
  if (why.empty()) why = "The holdings profile does not name this category.";
  return {.holding = Holding::not_held_by_design, .data = {}, .note = std::move(why)};
}

std::string not_found_note(legal::SelectorKind kind, const SourceFacts& facts) {
  std::string note;
  switch (kind) {
    case legal::SelectorKind::user_id:
    case legal::SelectorKind::user_name:
      note = "No account of this name existed at that time.";
      break;
    case legal::SelectorKind::phone_number:
      note = "No account is tied to this number at that time. That does not mean there is no account:";
      break;
    case legal::SelectorKind::email:
      note = "No account is tied to this address at that time. That does not mean there is no account:";
      break;
    case legal::SelectorKind::ip_address:
      note = "No account was seen at this address in the window.";
      add_sentence(note, facts.address_window_note);
      break;
  }
  const auto more = facts.not_found_notes.find(kind);
  if (more != facts.not_found_notes.end()) {
    add_sentence(note, more->second);
  } else if (note.ends_with(':')) {
    note += " an earlier holder is not kept.";
  }
  return note;
}

std::string changed_hands_note(const std::vector<AccountRow>& accounts, const std::optional<legal::Window>& window,
                               legal::SelectorKind kind) {
  const std::string what(word_of(kind));
  std::string note;
  if (accounts.size() > 1)
    note = "The " + what + " is or was tied to " + std::to_string(accounts.size()) + " accounts.";
  for (const AccountRow& account : accounts) {
    const bool began = account.matched_from && window && window->from > base::Time{} &&
                       *account.matched_from > window->from && *account.matched_from < window->to;
    const bool ceased = account.matched_to && (!window || *account.matched_to < window->to);
    const std::string id = printable(account.id);
    if (began) {
      add_sentence(note, "The " + what + " changed hands inside the period asked: it is tied to " + id + " since " +
                             base::format_time(*account.matched_from) +
                             "; before that it may have been another person's.");
    }
    if (ceased) {
      add_sentence(note, "The " + what + " changed hands: it was tied to " + id + " until " +
                             base::format_time(*account.matched_to) + ".");
    }
  }
  return note;
}

std::string leave_out_others_times(std::vector<AccountRow>& accounts, const std::optional<legal::Window>& window,
                                   legal::SelectorKind kind) {
  if (!window || kind == legal::SelectorKind::user_id) return {};
  std::string note;
  const std::string what(word_of(kind));
  std::erase_if(accounts, [&](const AccountRow& account) {
    // A number or an address can have been another's before; a name that its account was made with cannot.
    const bool name = kind == legal::SelectorKind::user_name;
    const auto since = account.matched_from || name ? account.matched_from : account.created;
    const bool later = since && *since >= window->to;
    const bool earlier = account.matched_to && *account.matched_to <= window->from;
    if (!later && !earlier) return false;
    add_sentence(note, "An account was left out that has the " + what + (later ? " only since " : " no longer since ") +
                           base::format_time(later ? *since : *account.matched_to) + ", outside of the period asked.");
    return true;
  });
  return note;
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

}  // namespace writ::provider
