// Published bundles as literals: entries and lines are those of log/format, report.json is spelled here, and its totals
// are whatever the test writes down, so that no code of the report room stands behind its own expectation.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/random.h"
#include "crypto/native_host.h"
#include "log/format/entry.h"
#include "log/format/opening.h"

namespace writ::report_test {

/// Files in memory; writing is not needed.
class MemoryFiles final : public base::Files {
 public:
  std::map<std::string, std::string> content;

  base::Result<std::string> read(const base::Path& path, std::size_t) const override {
    const auto found = content.find(path.string());
    if (found == content.end())
      return base::fail(base::Errc::not_found, path.string(), "", "cannot open: No such file or directory");
    return found->second;
  }
  base::Result<> write_durable(const base::Path& path, std::string_view bytes) override { return write(path, bytes); }
  base::Result<> write_durable_all(const std::vector<std::pair<base::Path, std::string>>& files) override {
    for (const auto& [path, bytes] : files) content[path.string()] = bytes;
    return {};
  }
  base::Result<> append_durable(const base::Path& path, std::string_view bytes) override {
    content[path.string()] += bytes;
    return {};
  }
  base::Result<> write(const base::Path& path, std::string_view bytes) override {
    content[path.string()] = bytes;
    return {};
  }
  bool exists(const base::Path& path) const override { return content.contains(path.string()); }
  std::vector<std::string> list(const base::Path& folder) const override {
    std::vector<std::string> names;
    for (const auto& [path, bytes] : content)
      if (base::Path(path).parent_path() == folder) names.push_back(base::Path(path).filename().string());
    return names;
  }
};

class SampleLog {
 public:
  explicit SampleLog(std::uint64_t seed = 1) : random_(seed) {}

  base::Hash add(const std::vector<std::string>& values, bool held = false) {
    log::Draft draft;
    for (std::size_t i = 0; i < values.size(); ++i) draft.public_values[i] = values[i];
    if (values[0] == "request") draft.private_values = request_private();
    if (values[0] == "decision" || values[0] == "disclosure" || values[0] == "notice")
      draft.private_values = event_private(values[0]);
    auto sealed = log::seal_entry(host_, random_, draft);
    if (!sealed) throw std::runtime_error(sealed.error().message());
    lines_.push_back({next_, sealed->body_root,
                      held ? log::format_line(log::held_line(host_, next_, *sealed))
                           : log::format_line(log::open_line(next_, *sealed))});
    index_of_[sealed->body_root] = lines_.size() - 1;
    ++next_;
    return sealed->body_root;
  }
  base::Hash policy(const std::string& id, std::string_view file, const std::string& effective) {
    return add({"policy", id, log::hash_value(crypto::sha256(file)), effective});
  }
  base::Hash request(const std::string& country, const std::string& instrument, const std::string& offence,
                     const std::string& data, const std::string& emergency = "0", bool held = false) {
    return add({"request", country, instrument, offence, data, emergency, "stored", "1"}, held);
  }
  base::Hash decision(const base::Hash& request, const std::string& outcome, const std::string& ground,
                      const std::string& granted, const base::Hash& policy, const std::string& days,
                      const std::string& predecessor = "") {
    return add(
        {"decision", log::hash_value(request), outcome, ground, granted, log::hash_value(policy), days, predecessor});
  }
  base::Hash disclosure(const base::Hash& request, const std::string& data, unsigned users, const base::Hash& decision,
                        const std::string& previous = "") {
    const std::string root = users == 0 ? "" : log::hash_value(random_.hash());
    return add({"disclosure", log::hash_value(request), data, std::to_string(users), root, previous,
                log::hash_value(decision)});
  }
  base::Hash notice(const base::Hash& request, const std::string& state) {
    return add({"notice", log::hash_value(request), state, "1"});
  }
  std::uint64_t next() const { return next_; }

  /// Ends the period: close, files. `report` is everything of report.json from "totals" to "restated" inclusive.
  void close(MemoryFiles& files, const std::string& folder, const std::string& origin, const std::string& period,
             const std::string& previous_close, const std::vector<base::Hash>& references,
             const std::string& published_at, const std::string& next_report, const std::string& policies,
             const std::string& report, const std::string& unverified = "{}") {
    const std::uint64_t first = first_;
    last_close_ = add({"close", period, std::to_string(first), previous_close});
    std::string openings;
    for (const Line& line : lines_)
      if (line.index >= first) openings += line.text + "\n";
    std::string named;
    for (const base::Hash& root : references) named += lines_[index_of_.at(root)].text + "\n";
    const std::map<std::string, std::string> hashed = {{"openings.jsonl", openings},
                                                       {"references.jsonl", named},
                                                       {"before.checkpoint", "before " + period + "\n"},
                                                       {"close.tlog-proof", "proof " + period + "\n"},
                                                       {"dummies.key", base::to_hex(random_.hash()) + "\n"}};
    std::string list;
    for (const auto& [name, bytes] : hashed) {
      files.content[folder + "/" + name] = bytes;
      list += (list.empty() ? "" : ",") + ("\"" + name + "\":\"" + base::to_hex(crypto::sha256(bytes)) + "\"");
    }
    files.content[folder + "/report.json"] =
        R"({"schema":"writ-report/v1","origin":")" + origin + R"(","period":")" + period + R"(","first_index":)" +
        std::to_string(first) + R"(,"close_index":)" + std::to_string(next_ - 1) + R"(,"published_at":")" +
        published_at + R"(","next_report":")" + next_report + R"(","policies":)" + policies + "," + report +
        R"(,"late_ticks":[],"files":{)" + list + R"(},"unverified":)" + unverified + "}";
    first_ = next_;
  }
  const base::Hash& last_close() const { return last_close_; }

 private:
  struct Line {
    std::uint64_t index;
    base::Hash root;
    std::string text;
  };

  log::Values request_private() {
    return {log::hash_value(random_.hash()),
            "",
            log::hash_value(random_.hash()),
            "2024-01-02T03:04:05Z",
            "WR-2024-00001",
            "Agency",
            "",
            ""};
  }
  log::Values event_private(const std::string& kind) {
    return {"",
            "",
            "",
            "2024-01-02T03:04:05Z",
            "WR-2024-00001",
            "Agency",
            kind == "disclosure" ? log::hash_value(random_.hash()) : "",
            ""};
  }

  crypto::NativeHost host_;
  base::SeededRandom random_;
  std::uint64_t next_ = 0;
  std::uint64_t first_ = 0;
  base::Hash last_close_{};
  std::vector<Line> lines_;
  std::map<base::Hash, std::size_t> index_of_;
};

}  // namespace writ::report_test
