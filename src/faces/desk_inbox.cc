// The inbox: which queue, which filter, which page of it.
#include <algorithm>

#include "casework/review.h"
#include "casework/rows.h"
#include "desk/inbox.h"
#include "faces/desk_case.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr const char* filter_names[] = {"reference", "country", "authority",  "instrument",    "owner",
                                        "flag",      "state",   "due-before", "received-from", "received-to"};

std::optional<base::Time> day_in(Call& call, const char* name, Faults& faults, std::chrono::days after = {}) {
  const std::string text = call.query(name);
  if (text.empty()) return std::nullopt;
  const auto day = base::parse_day(text);
  if (!day) faults.push_back({name, words(call).text("desk.filter.day_fault", {{"text", text}})});
  return day ? std::optional<base::Time>(*day + after) : std::nullopt;
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

/// Notices and preservations are no places of a case: they are cases with something else to do, the earliest first.
constexpr std::size_t others_max = 500;  // on one page; both lists are short where people keep to their deadlines
constexpr std::string_view with_notice =
    "SELECT case_ref FROM notice_outbox WHERE state = 'waiting' GROUP BY case_ref ORDER BY min(due_at) LIMIT ?";
constexpr std::string_view with_preservation = "SELECT ref FROM preservation ORDER BY expires_at LIMIT ?";

bool is_other_list(std::string_view queue) { return queue == "notices" || queue == "preservations"; }

void fill_other_list(Call& call, desk::InboxView& view) {
  const casework::CaseRows rows(call.deployment().db);
  std::vector<std::string> refs;
  const auto read = call.deployment().db.query(view.queue == "notices" ? with_notice : with_preservation, {others_max},
                                               [&](const store::Row& row) -> base::Result<> {
                                                 refs.push_back(row.text(0));
                                                 return {};
                                               });
  if (!read) view.faults.push_back({"", view.t.text("desk.inbox.unread")});
  for (const std::string& ref : refs) {
    if (auto row = rows.find(ref)) view.rows.push_back(std::move(*row));
  }
  view.total = static_cast<std::int64_t>(view.rows.size());
}

void narrow_to_queue(casework::RowFilter& filter, const std::string& queue, const Call& call) {
  if (queue == "all") return;
  if (queue == "reviews") {
    filter.flag = casework::review_flag;
    return;
  }
  if (queue == "emergencies") {
    filter.emergency = true;
    return;
  }
  filter.queue = queue;
  if (queue == "approve") filter.approver = call.person().id;
}

casework::RowFilter filter_in(Call& call, const std::string& queue, Faults& faults) {
  casework::RowFilter filter{.state = call.query("state"),
                             .country = upper(call.query("country")),
                             .instrument = call.query("instrument"),
                             .agency = call.query("authority"),
                             .owner = call.query("owner"),
                             .flag = call.query("flag"),
                             .ref = upper(call.query("reference")),
                             .due_before = day_in(call, "due-before", faults),
                             .received_from = day_in(call, "received-from", faults),
                             .received_to = day_in(call, "received-to", faults, std::chrono::days(1))};
  narrow_to_queue(filter, queue, call);
  return filter;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs filter_pairs(const Call& call) {
  Pairs pairs;
  for (const char* name : filter_names) {
    if (const std::string value = call.query(name); !value.empty()) pairs.emplace_back(name, value);
  }
  return pairs;
}

std::string address(const std::string& queue, const Pairs& pairs) {
  const std::string query = http::encode_query(pairs);
  return "/desk/inbox/" + queue + (query.empty() ? "" : "?" + query);
}

/// A value of the filter as its list shows it; what was typed stays.
std::string value_words(const Locale& t, const std::string& name, const std::string& value, const desk::Names& names) {
  if (name == "owner") return value == "nobody" ? t.text("desk.nobody") : names(value);
  if (name == "instrument") return desk::word_of(t, "instrument", value);
  const auto state = name == "state" ? casework::state_of(value) : std::nullopt;
  return state ? desk::state_words(t, *state) : value;
}

/// `name` is one of filter_names.
std::string chip_words(const Locale& t, std::string name, const std::string& value) {
  std::ranges::replace(name, '-', '_');
  return t.text(Key::find("desk.chip." + name).value(), {{"value", value}});
}

std::vector<desk::Chip> chips_of(const Locale& t, const std::string& queue, const Pairs& pairs,
                                 const desk::Names& names) {
  std::vector<desk::Chip> chips;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    Pairs others = pairs;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    const auto& [name, value] = pairs[i];
    chips.push_back({chip_words(t, name, value_words(t, name, value, names)), address(queue, others)});
  }
  return chips;
}

/// `after=` and `before=` name a row: its due time and reference.
std::optional<casework::RowKey> key_in(const std::string& text) {
  const auto cut = text.find('_');
  if (cut == std::string::npos) return std::nullopt;
  std::int64_t due = 0;
  for (const char c : text.substr(0, cut)) {
    if (c < '0' || c > '9' || due > 100'000'000'000) return std::nullopt;
    due = due * 10 + (c - '0');
  }
  return casework::RowKey{base::from_unix(due), text.substr(cut + 1)};
}

std::string key_of(const casework::CaseRow& row) {
  return std::to_string(base::unix_seconds(row.due_at)) + "_" + row.ref;
}

void count_queues(Call& call, desk::InboxView& view) {
  const casework::CaseRows rows(call.deployment().db);
  const std::string approver = call.has_role("approver") ? call.person().id : "";
  const auto counts = rows.counts(call.deployment().clock.now(), approver);
  for (const desk::Queue& queue : desk::queues()) {
    const std::string code(queue.code);
    if (code == "all" || code == "emergencies" || is_other_list(code)) continue;
    if (code == "reviews") {
      const auto asked = rows.count({.flag = casework::review_flag});
      view.counts[code] = {asked ? std::optional(*asked) : std::nullopt, 0};
      continue;
    }
    if (!counts) {
      view.counts[code] = {};  // an error is never a zero
      continue;
    }
    const auto found = counts->find(code);
    const auto count = found == counts->end() ? casework::CaseRows::Count{} : found->second;
    view.counts[code] = {count.all, count.overdue};
  }
  const auto waiting = call.deployment().outbox.waiting();
  view.counts["notices"] = {waiting ? std::optional(*waiting) : std::nullopt, 0};
}

void fill_page(Call& call, desk::InboxView& view, const casework::RowFilter& filter) {
  const casework::CaseRows rows(call.deployment().db);
  const auto total = rows.count(filter);
  view.total = total.value_or(0);
  const auto before = key_in(call.query("before"));
  const auto after = key_in(call.query("after"));
  auto page = rows.page(filter, before ? before : after, desk::inbox_rows + 1, before.has_value());
  if (!page) return;
  const bool more = page->size() > desk::inbox_rows;
  if (more && before) page->erase(page->begin());
  if (more && !before) page->pop_back();
  view.rows = std::move(*page);
  std::int64_t from = 1;
  for (const char c : call.query("from"))
    from = c >= '0' && c <= '9' && from < 100'000'000 ? (from == 1 ? 0 : from) * 10 + (c - '0') : 1;
  view.first = before || after ? std::max<std::int64_t>(from, 1) : 1;
  if (view.rows.empty()) return;
  const auto step = static_cast<std::int64_t>(desk::inbox_rows);
  Pairs pairs = filter_pairs(call);
  if (before || more) {
    Pairs next = pairs;
    next.emplace_back("after", key_of(view.rows.back()));
    next.emplace_back("from", std::to_string(view.first + static_cast<std::int64_t>(view.rows.size())));
    view.next_url = address(view.queue, next);
  }
  if ((before && more) || after) {
    pairs.emplace_back("before", key_of(view.rows.front()));
    pairs.emplace_back("from", std::to_string(std::max<std::int64_t>(1, view.first - step)));
    view.previous_url = address(view.queue, pairs);
  }
}

/// The first queue that has something overdue, else the first that is not empty.
std::string landing(const desk::InboxView& view) {
  for (const bool overdue : {true, false}) {
    for (const desk::Queue& queue : desk::queues()) {
      const auto found = view.counts.find(std::string(queue.code));
      if (found == view.counts.end() || !casework::has_clock(queue.code) || queue.code == "notices") continue;
      if (overdue ? found->second.overdue > 0 : found->second.all.value_or(0) > 0) return std::string(queue.code);
    }
  }
  return "verify";
}

http::Response inbox_landing(Call& call) {
  desk::InboxView view{.t = words(call)};
  count_queues(call, view);
  return see_other("/desk/inbox/" + landing(view));
}

std::string elsewhere(Call& call) {
  const Locale& t = words(call);
  const casework::CaseRows rows(call.deployment().db);
  for (const char* queue : {"emergency", "verify", "decide", "approve", "seal"}) {
    const auto next = rows.page({.queue = queue}, {}, 1);
    if (next && !next->empty())
      return t.text("desk.inbox.elsewhere", {{"queue", t.text(desk::find_queue(queue)->title)},
                                             {"time", desk::time_words(t, next->front().due_at)}});
  }
  return "";
}

http::Response inbox(Call& call) {
  const std::string queue = call.param("queue");
  if (desk::find_queue(queue) == nullptr) return not_found(call);
  desk::InboxView view{.t = words(call), .queue = queue, .csrf = call.form_key};
  const casework::RowFilter filter = filter_in(call, queue, view.faults);
  count_queues(call, view);
  if (is_other_list(queue)) {
    fill_other_list(call, view);
  } else {
    fill_page(call, view, filter);
  }
  const Pairs pairs = filter_pairs(call);
  const desk::Names names = names_of(call);
  view.chips = chips_of(view.t, queue, pairs, names);
  view.query = http::encode_query(pairs);
  for (const auto& [name, value] : pairs) view.typed[name] = value;
  view.people = case_people(call);
  if (const auto saved = store_of(call).views(call.person().id)) {
    for (const app::SavedView& one : *saved) view.saved.push_back({one.name, one.address});
  }
  view.may_act = call.has_role("intake") || call.has_role("decider");
  if (view.rows.empty()) view.elsewhere = elsewhere(call);
  return page_of(call, {.title = desk::title_marks(view) + view.t.text(desk::find_queue(queue)->title),
                        .main = desk::inbox(view, call.deployment().clock.now(), names),
                        .status = view.faults.empty() ? 200U : 422U,
                        .scripts = {"/desk.js"}});
}

/// Only what a filter can be goes into the address.
http::Response save_view(Call& call) {
  const std::string& queue = call.form.text("queue");
  if (desk::find_queue(queue) == nullptr) return not_found(call);
  Pairs pairs;
  for (const char* name : filter_names) {
    if (const std::string& value = call.form.text(name); !value.empty()) pairs.emplace_back(name, value);
  }
  const std::string at = address(queue, pairs);
  const auto saved = store_of(call).save_view(call.person().id, {call.form.trimmed("name"), at});
  if (!saved && saved.error().code != base::Errc::unavailable)
    return see_other(call, at, words(call).text("desk.view.fault", {{"rule", saved.error().rule}}));
  return saved ? see_other(call, at, words(call).text("desk.view.kept")) : error_page(call, saved.error());
}

http::Response remove_view(Call& call) {
  const auto removed = store_of(call).remove_view(call.person().id, call.form.text("name"));
  return removed ? see_other(call, "/desk/me", words(call).text("desk.view.removed"))
                 : error_page(call, removed.error());
}

}  // namespace

std::vector<Route> desk_inbox_routes() {
  return {{"POST", "/desk/views", case_roles(), save_view},
          {"POST", "/desk/views/remove", case_roles(), remove_view},
          {"GET", "/desk/inbox", case_roles(), inbox_landing},
          {"GET", "/desk/inbox/{queue}", case_roles(), inbox}};
}

}  // namespace writ::faces
