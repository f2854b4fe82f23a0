#include "verify/loaded_bundle.h"

#include <algorithm>

namespace writ::verify {

namespace {
constexpr int days_to_next_report_max = 400;  // counted-log.md section 5

std::optional<std::string> read(LoadedBundle& bundle, const std::string& name, int rule, Findings& findings) {
  auto text = bundle.source->read(name);
  if (text) return std::move(*text);
  findings.report(rule, std::nullopt, bundle.label() + name, text.error());
  for (const int also : {2, 6, 7}) findings.skip(also);  // what the file proves, and its hash
  return std::nullopt;
}

std::optional<log::CheckedCheckpoint> check_note(const base::Host& host, const log::TrustPolicy& policy,
                                                 const LoadedBundle& bundle, const std::string& name,
                                                 std::string_view note, Findings& findings) {
  auto checked = log::check_log_signature(host, policy, note);
  if (!checked) {
    findings.fail(1, std::nullopt, bundle.label() + name + ": " + checked.error().message());
    return std::nullopt;
  }
  if (!checked->quorum_met) {
    findings.fail(1, std::nullopt, bundle.label() + name + ": its checkpoint does not meet the policy's quorum");
  }
  if (checked->checkpoint.origin != bundle.report.origin) {
    findings.fail(1, std::nullopt, bundle.label() + name + ": its origin is " + checked->checkpoint.origin);
  }
  return std::move(*checked);
}

std::optional<LoadedProof> load_proof(const base::Host& host, const log::TrustPolicy& policy,
                                      const LoadedBundle& bundle, const std::string& name, const std::string& text,
                                      int rule, Findings& findings) {
  auto proof = log::parse_proof(text);
  if (!proof) {
    findings.fail(rule, std::nullopt, bundle.label() + name + ": " + proof.error().message());
    return std::nullopt;
  }
  LoadedProof loaded{std::move(*proof), {}};
  loaded.checkpoint = check_note(host, policy, bundle, name, loaded.proof.checkpoint, findings);
  return loaded;
}

void load_dummies_key(const base::Host& host, LoadedBundle& bundle, Findings& findings) {
  const bool named = bundle.report.files.contains("dummies.key");
  auto text = bundle.source->read("dummies.key");
  if (!text) {
    bundle.key_unread = named || text.error().code != base::Errc::not_found;
    if (bundle.key_unread) findings.report(3, std::nullopt, bundle.label() + "dummies.key", text.error());
    return;
  }
  if (!named) return findings.fail(6, std::nullopt, bundle.label() + "dummies.key is there and not named in files");
  check_file_hash(bundle, "dummies.key", host.sha256(base::view(*text)), findings);
  bundle.dummies_key =
      text->ends_with('\n') ? base::hash_from_hex(std::string_view(*text).substr(0, text->size() - 1)) : std::nullopt;
  if (!bundle.dummies_key)
    findings.fail(3, std::nullopt, bundle.label() + "dummies.key is not 64 lower-case hex digits and a newline");
}

void load_report_entry(const base::Host& host, const log::TrustPolicy& policy, LoadedBundle& bundle,
                       Findings& findings) {
  auto opening = bundle.source->read("report.opening.json");
  auto proof = bundle.source->read("report.tlog-proof");
  if (!opening || !proof) {
    findings.cannot(6, bundle.label() + "report entry not shown: " +
                           (opening ? "report.tlog-proof" : "report.opening.json") + " could not be read");
  }
  if (proof) bundle.report_proof = load_proof(host, policy, bundle, "report.tlog-proof", *proof, 6, findings);
  if (!opening) return;
  const auto refuse = [&](const std::string& why) {
    findings.fail(6, std::nullopt, bundle.label() + "report.opening.json " + why);
  };
  if (!opening->ends_with('\n')) return refuse("is not one line that ends in a newline");
  auto line = log::parse_line(std::string_view(*opening).substr(0, opening->size() - 1));
  if (!line) return refuse(line.error().message());
  if (!std::holds_alternative<log::OpenLine>(*line)) return refuse("does not open its entry");
  bundle.report_line = std::get<log::OpenLine>(*line);
  const auto values = log::decode_values(bundle.report_line->values);
  if (!values) return refuse(values.error().message());
  if ((*values)[0] != "report") return refuse("opens an entry of kind " + (*values)[0]);
  if ((*values)[1] != base::format_period(bundle.report.period)) return refuse("names the period " + (*values)[1]);
  if (log::value_hash((*values)[2]) != bundle.report_hash) refuse("holds another hash than that of report.json");
  bundle.report_root = log::opened_body_root(host, *bundle.report_line, *values);
}

void check_own_statements(const log::Report& report, const std::string& label, Findings& findings) {
  const auto wrong = [&](const std::string& what) { findings.fail(5, std::nullopt, label + what); };
  if (report.first_index > report.close_index) wrong("first_index is above close_index");
  if (report.published_at < report.period.end()) wrong("published_at is not after the end of the period");
  if (report.next_report <= base::day_of(report.published_at))
    wrong("next_report is not later than the day of published_at");
  if (report.next_report > base::day_of(report.period.end()) + std::chrono::days(days_to_next_report_max)) {
    wrong("next_report is more than 400 days after the end of the period");
  }
  if (!std::is_sorted(report.policies.begin(), report.policies.end())) wrong("policies are not ascending");
}
}  // namespace

void check_file_hash(const LoadedBundle& bundle, const std::string& name, const base::Hash& hash, Findings& findings) {
  const auto named = bundle.report.files.find(name);
  if (named == bundle.report.files.end() || named->second == hash) return;
  findings.fail(6, std::nullopt,
                bundle.label() + name + " has the SHA-256 " + base::to_hex(hash) + ", report.json says " +
                    base::to_hex(named->second));
}

std::optional<LoadedBundle> load_report(const base::Host& host, Source& source, Findings& findings) {
  auto text = source.read("report.json");
  if (!text) {
    findings.report(5, std::nullopt, "report.json", text.error());
    return std::nullopt;
  }
  auto report = log::parse_report(*text);
  if (!report) {
    findings.fail(5, std::nullopt, report.error().message());
    return std::nullopt;
  }
  LoadedBundle bundle;
  bundle.source = &source;
  bundle.report = std::move(*report);
  bundle.report_hash = host.sha256(base::view(*text));
  check_own_statements(bundle.report, bundle.label(), findings);
  if (bundle.first() > bundle.close()) return std::nullopt;
  return bundle;
}

void load_files(const base::Host& host, const log::TrustPolicy& policy, LoadedBundle& bundle, Findings& findings) {
  for (const char* name : {"openings.jsonl", "references.jsonl", "before.checkpoint", "close.tlog-proof"}) {
    if (!bundle.report.files.contains(name))
      findings.fail(6, std::nullopt, bundle.label() + "files does not name " + name);
  }
  for (const auto& [name, hash] : bundle.report.files) {
    constexpr std::string_view known_names[] = {"openings.jsonl", "references.jsonl", "before.checkpoint",
                                                "close.tlog-proof", "dummies.key"};
    if (std::find(std::begin(known_names), std::end(known_names), name) != std::end(known_names)) continue;
    findings.fail(6, std::nullopt, bundle.label() + "files names " + name + ", which is no file of a bundle");
  }
  load_dummies_key(host, bundle, findings);
  if (const auto note = read(bundle, "before.checkpoint", 1, findings)) {
    check_file_hash(bundle, "before.checkpoint", host.sha256(base::view(*note)), findings);
    bundle.before = check_note(host, policy, bundle, "before.checkpoint", *note, findings);
  }
  if (const auto proof = read(bundle, "close.tlog-proof", 1, findings)) {
    check_file_hash(bundle, "close.tlog-proof", host.sha256(base::view(*proof)), findings);
    bundle.close_proof = load_proof(host, policy, bundle, "close.tlog-proof", *proof, 1, findings);
  }
  load_report_entry(host, policy, bundle, findings);
}

}  // namespace writ::verify
