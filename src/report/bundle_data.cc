#include "report/bundle_data.h"

#include <algorithm>

#include "log/format/opening.h"

namespace writ::report {

using base::Errc;
using base::fail;
using base::Result;

namespace {

// In the order of counted-log.md section 5.
constexpr const char* required_files[] = {"report.json", "openings.jsonl", "references.jsonl", "close.tlog-proof",
                                          "before.checkpoint"};
// Absent while padding is off, and before the report's own entry has its index.
constexpr const char* optional_files[] = {"dummies.key", "report.opening.json", "report.tlog-proof"};

base::Error corrupt(base::Error error, std::string_view where) {
  error.code = Errc::corrupt;
  error.field = std::string(where) + (error.field.empty() ? "" : " " + error.field);
  return error;
}

Result<Entry> entry_of(const base::Host& host, std::string_view text) {
  TRY(const log::Line line, log::parse_line(text));
  if (const auto* held = std::get_if<log::HeldLine>(&line))
    return Entry{.index = held->index, .body_root = log::held_body_root(host, *held), .held = true};
  const auto& open = std::get<log::OpenLine>(line);
  TRY(log::Values values, log::decode_values(open.values));
  const auto kind = log::kind_of(values[0]);
  if (!kind) return fail(Errc::corrupt, "values[0]", values[0], "is no kind of entry");
  const base::Hash root = log::opened_body_root(host, open, values);
  return Entry{.index = open.index, .body_root = root, .held = false, .kind = *kind, .values = std::move(values)};
}

/// Every line ends with LF; indices ascend.
Result<std::vector<Entry>> entries_of(const base::Host& host, std::string_view name, std::string_view text) {
  std::vector<Entry> entries;
  while (!text.empty()) {
    const std::string where = std::string(name) + " line " + std::to_string(entries.size() + 1);
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return fail(Errc::corrupt, where, std::string(text), "must end with LF");
    auto entry = entry_of(host, text.substr(0, end));
    if (!entry) return std::unexpected(corrupt(std::move(entry).error(), where));
    if (!entries.empty() && entry->index <= entries.back().index)
      return fail(Errc::corrupt, where, std::to_string(entry->index), "indices must ascend");
    entries.push_back(std::move(*entry));
    text.remove_prefix(end + 1);
  }
  return entries;
}

BundleFile described(const base::Host& host, const char* name, const std::string& bytes) {
  BundleFile file{.name = name, .bytes = bytes.size(), .sha256 = base::to_hex(host.sha256(base::view(bytes)))};
  if (file.name.ends_with(".jsonl"))
    for (const char c : bytes)
      if (c == '\n') ++file.rows;
  return file;
}

/// `files` of report.json: what stands in the folder is what was published.
Result<> check_hashes(const Bundle& bundle, const base::Path& folder) {
  for (const auto& [name, hash] : bundle.published.files) {
    const auto file = std::ranges::find(bundle.files, name, &BundleFile::name);
    if (file == bundle.files.end())
      return fail(Errc::corrupt, (folder / name).string(), "", "is named by report.json and absent");
    if (file->sha256 != base::to_hex(hash))
      return fail(Errc::corrupt, (folder / name).string(), file->sha256,
                  "report.json names another SHA-256: " + base::to_hex(hash));
  }
  return {};
}

}  // namespace

Result<Bundle> read_bundle(const base::Host& host, const base::Files& files, const base::Path& folder) {
  Bundle bundle;
  const auto take = [&](const char* name) -> Result<> {
    auto bytes = files.read(folder / name);
    if (!bytes) return std::unexpected(corrupt(std::move(bytes).error(), name));
    bundle.files.push_back(described(host, name, *bytes));
    bundle.contents.emplace(name, std::move(*bytes));
    return {};
  };
  for (const char* name : required_files) TRY_VOID(take(name));
  for (const char* name : optional_files)
    if (files.exists(folder / name)) TRY_VOID(take(name));
  auto report = log::parse_report(bundle.contents.at("report.json"));
  if (!report) return std::unexpected(corrupt(std::move(report).error(), (folder / "report.json").string()));
  bundle.published = std::move(*report);
  TRY_VOID(check_hashes(bundle, folder));
  TRY(bundle.opened, entries_of(host, (folder / "openings.jsonl").string(), bundle.contents.at("openings.jsonl")));
  TRY(bundle.references,
      entries_of(host, (folder / "references.jsonl").string(), bundle.contents.at("references.jsonl")));
  return bundle;
}

}  // namespace writ::report
