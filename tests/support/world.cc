// The story that the builder tells by default, and its honest figures.
#include <algorithm>

#include "legal/codes.h"
#include "log/format/grammar.h"
#include "log_builder.h"

namespace writ::test {

namespace {
constexpr std::string_view time_of_event = "2024-03-01T12:00:00Z";

void bump(log::Counts& counts, const std::string& name, std::uint64_t amount = 1) { counts[name] += amount; }
void bump_total(log::Counts& counts, const std::string& country, std::uint64_t amount = 1) {
  if (amount > 0) counts[country] += amount;
  counts["all"] += amount;
}
}  // namespace

log::Draft draft(const log::Values& values) {
  log::Draft made{values, {}};
  const bool of_case = values[0] == "decision" || values[0] == "disclosure" || values[0] == "notice";
  if (of_case) made.private_values = {"", "", "", std::string(time_of_event), "WR-2024-00001", "Agency"};
  if (values[0] == "disclosure") made.private_values[6] = std::string(32, 'p');
  return made;
}

log::Draft request_draft(const std::string& country, const std::string& instrument, const std::string& offence) {
  return {
      {"request", country, instrument, offence, "ip_address,phone_number", "0", "stored", "1"},
      {std::string(32, 'k'), std::string(32, 'n'), std::string(32, 'd'), std::string(time_of_event), "WR-2024-00001",
       "Pr\xc3\xbc"
       "fstelle \"Nord\"",
       "", ""}};
}

log::Report LogBuilder::count(const Span& span, const base::Period& period) const {
  log::Report report{.origin = origin, .period = period, .first_index = span.first, .close_index = span.close};
  for (const std::string_view name : log::total_names) report.totals[std::string(name)] = {{"all", 0}};
  for (const std::string_view name : log::by_names) report.by[std::string(name)];
  const auto entry_of = [this](const std::string& root) -> const Built* {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Built& built) {
      return !built.is_dummy() && root.size() == 32 && log::hash_value(built.sealed.body_root) == root;
    });
    return found == entries_.end() ? nullptr : &*found;
  };
  const auto country_of = [&](const std::string& root) {
    const Built* request = entry_of(root);
    const bool shown = request != nullptr && !request->held && log::check_public_values(request->values()).has_value();
    return shown ? request->values()[1] : std::string("--");
  };
  std::set<std::string> policies;
  for (std::uint64_t i = span.first; i <= span.close; ++i) {
    const Built& built = entries_[i];
    if (built.is_dummy() || !log::check_public_values(built.values())) continue;
    const log::Values& values = built.values();
    if (values[0] == "request") {
      std::string instrument = built.held ? "--" : values[2];
      std::string offence = built.held ? "--" : values[3];
      std::string state = "pending";
      for (std::uint64_t k = i + 1; k <= span.close; ++k) {
        const log::Values& later = entries_[k].values();
        if (later[1] != log::hash_value(built.sealed.body_root)) continue;
        if (later[0] == "decision") state = later[2];
        if (later[0] == "recode" && later[2] == "10") instrument = later[3];
        if (later[0] == "recode" && later[2] == "11") offence = later[3];
      }
      const std::string country = built.held ? "--" : values[1];
      bump_total(report.totals["requests"], country);
      if (state == "pending") bump_total(report.totals["pending"], country);
      if (instrument.starts_with("preservation_")) bump_total(report.totals["preservations"], country);
      bump(report.by["instrument"], instrument);
      bump(report.by["offence"], offence);
      bump(report.by["emergency"], built.held ? "--" : values[5]);
      bump(report.by["outcome"], state);
    } else if (values[0] == "decision") {
      if (const Built* policy = entry_of(values[5])) policies.insert(policy->values()[1]);
    } else if (values[0] == "disclosure") {
      bump_total(report.totals["disclosures"], country_of(values[1]));
      bump_total(report.totals["users_affected"], country_of(values[1]), legal::parse_int(values[3]).value_or(0));
      if (values[5].empty()) bump_total(report.totals["fulfilled"], country_of(values[1]));
      for (const std::string& code : legal::parse_set(values[2]).value_or(legal::CodeSet{}))
        bump(report.by["data_disclosed"], code);
    } else if (values[0] == "notice") {
      bump(report.by["notice"], values[2]);
    } else if (values[0] == "recode") {
      const Built* request = entry_of(values[1]);
      if (request == nullptr || index_of(request->name) >= span.first) continue;
      report.restated.push_back({i, request->sealed.body_root,
                                 static_cast<int>(legal::parse_int(values[2]).value_or(0)), values[3], values[4]});
    }
  }
  report.policies.assign(policies.begin(), policies.end());
  return report;
}

namespace {
const std::string users_root(32, 'u');

void first_period(LogBuilder& log, const Hooks& hooks) {
  log.add("policy 1", draft({"policy", "first-policy", std::string(32, '1'), "2024-01-01"}));
  log.dummies(3);
  log.tick("start", at("2024-01-01T00:00:00Z"));
  log.add("request A", request_draft("US", "subpoena", "not_stated"));
  log::Draft urgent = request_draft("DE", "court_order", "terrorism");
  urgent.public_values[5] = "1";
  urgent.public_values[6] = "realtime";
  log.add("request B", urgent);
  log.add("request C", request_draft("FR", "preservation_letter", "fraud"));
  log.add("request D", request_draft("BR", "court_order", "fraud"));
  log.add("request H", request_draft("GB", "court_order", "fraud"));
  log.dummies(2);
  log.add("decision A", draft({"decision", log.root_value("request A"), "full", "conditions_met",
                               "ip_address,phone_number", log.root_value("policy 1"), "3", ""}));
  log.add("disclosure A1", draft({"disclosure", log.root_value("request A"), "phone_number", "2", users_root, "",
                                  log.root_value("decision A"), ""}));
  log.add("decision B", draft({"decision", log.root_value("request B"), "partial", "conditions_met", "ip_address",
                               log.root_value("policy 1"), "1", ""}));
  log.add("decision B2", draft({"decision", log.root_value("request B"), "no_data", "nothing_held", "",
                                log.root_value("policy 1"), "2", log.root_value("decision B")}));
  log.add("decision H", draft({"decision", log.root_value("request H"), "refused", "not_offered", "",
                               log.root_value("policy 1"), "1", ""}));
  log.add("notice A", draft({"notice", log.root_value("request A"), "given", "2"}));
  log.add("recode A1", draft({"recode", log.root_value("request A"), "11", "fraud", "read_document", ""}));
  log.add("recode A2",
          draft({"recode", log.root_value("request A"), "11", "drugs", "read_again", log.root_value("recode A1")}));
  log.add("recode H", draft({"recode", log.root_value("request H"), "11", "terrorism", "read_document", ""}));
  log.add("policy 2", draft({"policy", "second-policy", std::string(32, '2'), "2024-08-01"}));
  if (hooks.extra) hooks.extra(log, 1);
  log.tick("before 1", at("2024-06-30T00:00:00Z"));
  log.dummies(2);
  log.close({on("2024-01-01"), on("2024-06-30")});
}

void second_period(LogBuilder& log, const Hooks& hooks) {
  log.publish(at("2024-08-05T09:00:00Z"), on("2025-02-01"));
  log.tick("report 1", at("2024-08-06T00:00:00Z"));
  log.prove_report();
  log.add("decision D", draft({"decision", log.root_value("request D"), "refused", "not_offered", "",
                               log.root_value("policy 1"), "150", ""}));
  log.add("recode A3", draft({"recode", log.root_value("request A"), "10", "court_order", "read_document", ""}));
  log.add("disclosure A2", draft({"disclosure", log.root_value("request A"), "ip_address", "1", users_root,
                                  log.root_value("disclosure A1"), log.root_value("decision A"), ""}));
  log.add("request E", request_draft("US", "court_order", "fraud"));
  log.dummies(2);
  log.add("decision E", draft({"decision", log.root_value("request E"), "partial", "conditions_met", "ip_address",
                               log.root_value("policy 2"), "4", ""}));
  log.add("disclosure E", draft({"disclosure", log.root_value("request E"), "ip_address", "0", "", "",
                                 log.root_value("decision E"), ""}));
  log.add("notice E", draft({"notice", log.root_value("request E"), "barred", "1"}));
  log.add("policy 3", draft({"policy", "third-policy", std::string(32, '3'), "2025-01-01"}));
  if (hooks.extra) hooks.extra(log, 2);
  log.tick("before 2", at("2024-12-31T00:00:00Z"));
  log.dummies(2);
  log.close({on("2024-07-01"), on("2024-12-31")});
  log.publish(at("2025-02-03T09:00:00Z"), on("2025-08-01"));
  log.dummies(1);
  log.tick("report 2", at("2025-02-04T00:00:00Z"));
  log.prove_report();
}
}  // namespace

World::World(const Hooks& hooks) : log("log.example/test", hooks) {
  first_period(log, hooks);
  second_period(log, hooks);
  for (std::size_t i = 0; i < log.bundles.size(); ++i) {
    if (hooks.after) hooks.after(static_cast<int>(i) + 1, log.bundles[i]);
  }
  log_tree = log.log_files();
}

verify::Verdict World::verify(const std::vector<int>& periods,
                              const std::function<void(verify::Options&)>& change) const {
  MemorySource log_source(log_tree);
  std::deque<MemorySource> bundles;
  verify::Options options{.log = &log_source, .policy = log.policy(), .now = at("2025-03-01T00:00:00Z")};
  for (const int period : periods)
    options.bundles.push_back(&bundles.emplace_back(log.bundles[static_cast<std::size_t>(period - 1)]));
  if (change) change(options);
  base::SilentProgress silent;
  return verify::verify(crypto::NativeHost(), options, silent);
}

}  // namespace writ::test
