#include "verify/row_checker.h"

#include <algorithm>

#include "legal/codes.h"
#include "legal/vocabulary.h"
#include "log/format/grammar.h"

namespace writ::verify {

namespace {
constexpr CodeId unknown_code = 0;  // "--"

bool is_root_of(std::string_view entry, const base::Hash& root) {
  return entry.size() == 33 && entry[0] == '\x01' &&
         std::equal(root.begin(), root.end(), base::view(entry).begin() + 1);
}
std::uint64_t index_of(const log::Line& line) {
  return std::visit([](const auto& of) { return of.index; }, line);
}
bool names_request(const Row& row) {
  return row.kind == log::Kind::decision || row.kind == log::Kind::disclosure || row.kind == log::Kind::notice ||
         row.kind == log::Kind::recode;
}
std::uint32_t day_number(base::Day day) { return static_cast<std::uint32_t>(day.time_since_epoch().count()); }
}  // namespace

RowChecker::RowChecker(const base::Host& host, std::vector<LoadedBundle>& bundles, Findings& findings,
                       std::uint64_t salt)
    : rows(salt), host_(host), bundles_(bundles), findings_(findings) {
  codes.intern("--");
  pending_ = codes.intern("pending");
  // States of requests are kept in 16 bits: all of them get their numbers before any code of the log.
  for (const legal::Word& outcome : legal::outcomes()) codes.intern(outcome.code);
}

bool RowChecker::in_given_period(std::uint64_t index) const {
  return std::any_of(bundles_.begin(), bundles_.end(),
                     [index](const LoadedBundle& bundle) { return bundle.holds(index); });
}

void RowChecker::describe(Row& row, const log::Values& values) {
  row.kind = *log::kind_of(values[0]);
  row.flags = static_cast<std::uint16_t>(row.flags & ~held);
  if (row.kind == log::Kind::request) {
    row.country = country_number(values[1]);
    row.a = codes.intern(values[2]);
    row.b = codes.intern(values[3]);
    row.state = static_cast<std::uint16_t>(pending_);
    if (values[5] == "1") row.set(is_emergency);
    if (legal::is_preservation(values[2])) row.set(is_preservation);
  } else if (row.kind == log::Kind::decision) {
    row.state = static_cast<std::uint16_t>(codes.intern(values[2]));
    row.a = codes.intern(values[4]);
  } else if (row.kind == log::Kind::recode) {
    row.position = static_cast<std::uint8_t>(*legal::parse_int(values[2]));
  } else if (row.kind == log::Kind::policy) {
    row.a = codes.intern(values[1]);
    row.b = day_number(*base::parse_day(values[3]));
  } else if (row.kind == log::Kind::close || row.kind == log::Kind::report) {
    const base::Period period = *base::parse_period(values[1]);
    row.a = day_number(period.first);
    row.b = day_number(period.last);
  }
}

void RowChecker::describe_held(Row& row) {
  row.kind = log::Kind::request;
  row.country = unknown_country();
  row.a = unknown_code;
  row.b = unknown_code;
  row.state = static_cast<std::uint16_t>(pending_);
  row.set(held);
}

bool RowChecker::fill(Row& row, const log::Line& line, base::Hash& root, std::string& why, log::Values& values) {
  if (const auto* held_line = std::get_if<log::HeldLine>(&line)) {
    root = log::held_body_root(host_, *held_line);
    describe_held(row);
    return true;
  }
  const auto& open = std::get<log::OpenLine>(line);
  auto decoded = log::decode_values(open.values);
  if (!decoded) {
    why = decoded.error().message();
    return false;
  }
  values = std::move(*decoded);
  root = log::opened_body_root(host_, open, values);
  describe(row, values);
  return true;
}

void RowChecker::add_reference(LoadedBundle& bundle, const log::Line& line, const std::string& where) {
  Row row;
  log::Values values;
  std::string why;
  Reference reference{index_of(line), no_row, false};
  if (!bundle.references.empty() && bundle.references.back().index >= reference.index) {
    return findings_.fail(4, reference.index, where + "its index does not ascend");
  }
  if (reference.index >= bundle.first())
    return findings_.fail(4, reference.index, where + "its index is not before the period");
  if (!fill(row, line, row.root, why, values)) {
    findings_.fail(4, reference.index, where + why);
  } else {
    reference.row = rows.intern(row.root);
    Row& kept = rows[reference.row];
    if (kept.has(known) && kept.has(held) != row.has(held)) {
      findings_.fail(8, reference.index, "is held in one bundle and opened in another");
    }
    if (!kept.has(known)) {
      row.index = reference.index;
      if (names_request(row)) row.request = rows.intern(log::value_hash(values[1]));
      row.set(known | static_cast<unsigned>(kept.flags));
      kept = row;
      if (!in_given_period(reference.index) && !values[0].empty()) link_reference(reference.row, values);
    }
  }
  bundle.references.push_back(reference);
}

/// What an earlier entry says of its own chain; what it names need not be given.
void RowChecker::link_reference(RowId id, const log::Values& values) {
  const log::Kind kind = rows[id].kind;
  if (kind == log::Kind::policy) {
    const auto [at, fresh] = policy_ids_.emplace(rows[id].a, id);
    if (!fresh && at->second != id)
      findings_.fail(4, rows[id].index, "is a second policy entry with the id " + codes.text(rows[id].a));
    return;
  }
  if (!names_request(rows[id]) || kind == log::Kind::notice) return;
  const RowId request = rows[id].request;
  const std::string& before = kind == log::Kind::decision ? values[7] : values[5];
  unsigned flag = kind == log::Kind::decision ? has_decision : has_disclosure;
  if (kind == log::Kind::recode) flag = static_cast<unsigned>(has_recode) << (rows[id].position - 10);
  Row& target = before.empty() ? rows[request] : rows[rows.intern(log::value_hash(before))];
  if (!before.empty()) flag = has_child;
  if ((target.flags & flag) != 0)
    findings_.fail(4, rows[id].index, "begins or continues a chain where another entry does");
  target.set(flag);
}

void RowChecker::check_reference(LoadedBundle& bundle, Reference& reference, std::string_view entry) {
  if (reference.row == no_row) return;
  Row& row = rows[reference.row];
  if (!is_root_of(entry, row.root)) {
    findings_.fail(4, reference.index, bundle.label() + "references.jsonl does not open the log's entry at this index");
    reference.row = no_row;
    return;
  }
  if (!row.has(seen) && row.has(held)) mark_held(row);
  row.set(seen);
  row.index = reference.index;
}

void RowChecker::mark_held(Row& row) {
  row.set(held);
  ++held_count;
}

void RowChecker::unexplained(std::uint64_t index, std::string text) {
  ++unexplained_count;
  findings_.fail(3, index, std::move(text));
}

void RowChecker::check_unopened(LoadedBundle& bundle, std::uint64_t index, std::string_view entry) {
  if (entry.size() != 33 || entry[0] != '\x01') {
    return unexplained(index, "is not an entry of a counted log (33 bytes, the first 0x01): counts as a request");
  }
  if (bundle.key_unread) return;
  if (bundle.dummies_key && is_root_of(entry, log::dummy_body_root(host_, *bundle.dummies_key, index))) return;
  unexplained(index, bundle.dummies_key ? "is neither a dummy of dummies.key nor opened: counts as a request"
                                        : "is not opened, and there is no dummies.key: counts as a request");
}

void RowChecker::check_line(LoadedBundle& bundle, const log::Line& line, std::string_view entry) {
  const std::uint64_t index = index_of(line);
  Row row;
  log::Values values;
  std::string why;
  if (!fill(row, line, row.root, why, values)) return unexplained(index, why);
  if (!is_root_of(entry, row.root)) return unexplained(index, "the line does not open the log's entry at this index");
  const RowId id = rows.intern(row.root);
  Row& kept = rows[id];
  if (kept.has(seen) && kept.index != index) {
    return unexplained(index, "the same entry stands at the lower index " + std::to_string(kept.index));
  }
  if (kept.has(known) && kept.has(held) != row.has(held)) {
    findings_.fail(8, index, "is held in one bundle and opened in another");
  }
  const bool counted_as_held = kept.has(seen) && kept.has(held);
  row.index = index;
  row.set(static_cast<unsigned>(seen | known | counted) | static_cast<unsigned>(kept.flags & ~held));
  kept = row;
  if (row.has(held) && !counted_as_held) ++held_count;
  count(bundle, id, values);
}

void RowChecker::count(LoadedBundle& bundle, RowId id, const log::Values& values) {
  const Event event{bundle, rows[id].index, id, values};
  if (rows[id].kind != log::Kind::request) {
    if (const auto meaning = log::check_public_meaning(values); !meaning) fail(event, meaning.error().message());
  }
  switch (rows[id].kind) {
    case log::Kind::request:
      return request(event);
    case log::Kind::decision:
      return decision(event);
    case log::Kind::disclosure:
      return disclosure(event);
    case log::Kind::notice:
      return notice(event);
    case log::Kind::recode:
      return recode(event);
    case log::Kind::policy:
      return policy(event);
    case log::Kind::close:
      return close(event);
    case log::Kind::report:
      return report(event);
  }
}

bool RowChecker::given(LoadedBundle& bundle, RowId id) {
  const Row& row = rows[id];
  if (!row.has(seen)) return false;
  // Of this period only what its own openings.jsonl opens: another bundle's references.jsonl does not stand in for it.
  if (bundle.holds(row.index)) return row.has(counted);
  const auto at =
      std::lower_bound(bundle.references.begin(), bundle.references.end(), row.index,
                       [](const Reference& reference, std::uint64_t index) { return reference.index < index; });
  if (at == bundle.references.end() || at->row != id) return false;
  at->named = true;
  return true;
}

RowId RowChecker::named(const Event& event, std::string_view hash, log::Kind kind, const char* what) {
  const RowId id = rows.find(log::value_hash(hash));
  const auto name = [&] { return std::string("the ") + what + " it names (0x" + base::to_hex(base::view(hash)) + ")"; };
  if (id == no_row || !given(event.bundle, id)) {
    if (event.bundle.references_unread) return no_row;  // it may stand there
    fail(event, name() + " is not opened or held in this bundle at a lower index");
    return no_row;
  }
  if (rows[id].kind != kind) {
    fail(event, name() + " is of kind " + std::string(log::name_of(rows[id].kind)));
    return no_row;
  }
  return id;
}

void RowChecker::withdraw(LoadedBundle& bundle, const base::Hash& root, std::uint64_t index, std::uint64_t lower) {
  const RowId id = rows.find(root);
  const bool passed = id != no_row && rows[id].has(counted) && rows[id].index == index;
  const bool dummy = bundle.dummies_key && log::dummy_body_root(host_, *bundle.dummies_key, index) == root;
  if (!passed && !dummy && bundle.opened && !bundle.key_unread) return;  // failed already
  unexplained(index, "the same entry stands at the lower index " + std::to_string(lower));
  if (passed && rows[id].kind == log::Kind::request) --requests_passing;
}

void RowChecker::finish(LoadedBundle& bundle) {
  if (bundle.close_row == no_row)
    findings_.fail(2, bundle.close(),
                   "is not the close entry of the period " + base::format_period(bundle.report.period));
  for (const Reference& reference : bundle.references) {
    if (reference.row != no_row && !reference.named) {
      findings_.fail(4, reference.index,
                     bundle.label() + "references.jsonl opens an entry that no line of the period names");
    }
  }
  std::sort(bundle.policies.begin(), bundle.policies.end());
}

}  // namespace writ::verify
