// docs/vectors as committed: each folder, laid over `valid`, gives the exit code and the rule that index.json states.
// With WRIT_WRITE_VECTORS=1 in the environment the folders are written anew first.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "cases.h"
#include "verify/directory_source.h"

using namespace writ;
using namespace writ::test;

namespace {
const base::Path vectors = base::Path(WRIT_SOURCE_DIR) / "docs/vectors";
const base::Time reader_clock = at("2025-03-01T00:00:00Z");

void write(const base::Path& path, std::string_view content) { REQUIRE(base::DiskFiles().write(path, content)); }

void write_files(const base::Path& folder, const Files& files) {
  for (const auto& [name, content] : files) write(folder / name, content);
}

/// A broken log's folder holds only what differs from the valid one.
void write_difference(const base::Path& folder, const base::Path& beside, const Files& files) {
  for (const auto& [name, content] : files) {
    const auto same = base::DiskFiles().read(beside / name, std::size_t{1} << 24);
    if (folder == beside || !same || *same != content) write(folder / name, content);
  }
}

/// Reads from a broken log's folder, and what it lacks from the valid one.
class OverlaidSource final : public verify::Source {
 public:
  OverlaidSource(const std::string& folder, const std::string& name)
      : own_((vectors / folder / name).string()), valid_((vectors / "valid" / name).string()) {}
  base::Result<std::string> read(std::string_view name) override {
    auto text = own_.read(name);
    return text ? text : valid_.read(name);
  }
  base::Result<> lines(std::string_view name, const std::function<bool(std::string_view, bool)>& line) override {
    return own_.read(name) ? own_.lines(name, line) : valid_.lines(name, line);
  }

 private:
  verify::DirectorySource own_;
  verify::DirectorySource valid_;
};

nlohmann::ordered_json write_world(const Case& of, const World& world) {
  const base::Path folder = vectors / of.folder;
  const base::Path valid = vectors / "valid";
  write_difference(folder, valid, {{"policy.txt", world.log.policy()}});
  write_difference(folder / "log", valid / "log", world.log_tree);
  std::vector<std::string> names;
  for (const int period : of.periods) {
    const auto at_period = static_cast<std::size_t>(period - 1);
    names.push_back("bundles/" + base::period_name(world.log.periods[at_period]));
    write_difference(folder / names.back(), valid / names.back(), world.log.bundles[at_period]);
  }
  nlohmann::ordered_json entry = {
      {"folder", of.folder}, {"what", of.sentence}, {"bundles", names}, {"exit", static_cast<int>(of.exit)}};
  if (of.rule > 0) entry["rule"] = of.rule;
  if (!of.index.empty()) entry["index"] = world.log.index_of(of.index);
  return entry;
}

nlohmann::ordered_json write_receipts() {
  const World world({});
  const base::Time promised = at("2025-02-03T12:00:00Z");
  auto list = nlohmann::ordered_json::array();
  const auto add = [&](const std::string& folder, const std::string& what, const Files& files, int exit) {
    write_files(vectors / folder, files);
    write(vectors / folder / "policy.txt", world.log.policy());
    list.push_back({{"folder", folder}, {"what", what}, {"exit", exit}});
  };
  const Files honest = world.log.receipt("request A", promised);
  add("receipt-valid", "a receipt of a request holds", honest, 0);
  Files broken = honest;
  broken["receipt.opening.json"].replace(broken["receipt.opening.json"].find("WR-2024-00001"), 13, "WR-2024-00002");
  add("receipt-other-opening", "an opening of another entry does not fit the proof", broken, 1);
  add("receipt-late", "an entry that was logged later than promised",
      world.log.receipt("request A", at("2024-06-29T12:00:00Z")), 1);
  broken = honest;
  broken["promise"] = world.log.promise("request B", promised);
  add("receipt-other-promise", "a promise of another entry", broken, 1);
  broken = honest;
  broken.erase("receipt.tlog-proof");
  add("receipt-before-the-tick", "a promise without a proof is not checked", broken, 2);
  return list;
}

void write_vectors() {
  nlohmann::ordered_json index = {{"clock", base::format_time(reader_clock)},
                                  {"logs", nlohmann::ordered_json::array()}};
  Case valid;
  valid.folder = "valid";
  valid.sentence = "an honest log of two periods verifies";
  valid.exit = verify::Exit::verified;
  index["logs"].push_back(write_world(valid, World({})));
  for (const Case& of : cases()) {
    if (!of.folder.empty()) index["logs"].push_back(write_world(of, World(of.hooks)));
  }
  index["receipts"] = write_receipts();
  write(vectors / "index.json", index.dump(1) + "\n");
}

nlohmann::json read_index() {
  const auto text = base::DiskFiles().read(vectors / "index.json", std::size_t{1} << 20);
  REQUIRE(text);
  return nlohmann::json::parse(*text);
}

std::string policy_of(const std::string& folder) {
  auto text = base::DiskFiles().read(vectors / folder / "policy.txt", std::size_t{1} << 20);
  if (!text) text = base::DiskFiles().read(vectors / "valid/policy.txt", std::size_t{1} << 20);
  REQUIRE(text);
  return *text;
}
}  // namespace

TEST_CASE("every published log and bundle gives the verdict that the index of vectors states") {
  if (std::getenv("WRIT_WRITE_VECTORS") != nullptr) write_vectors();
  const nlohmann::json index = read_index();
  CHECK(index["logs"].size() > 80);
  for (const auto& entry : index["logs"]) {
    const std::string folder = entry["folder"];
    OverlaidSource log(folder, "log");
    std::deque<OverlaidSource> bundles;
    verify::Options options{.log = &log, .policy = policy_of(folder), .now = reader_clock};
    for (const std::string name : entry["bundles"]) options.bundles.push_back(&bundles.emplace_back(folder, name));
    base::SilentProgress silent;
    const verify::Verdict verdict = verify::verify(crypto::NativeHost(), options, silent);
    INFO(folder << "\n" << verdict.text());
    CHECK(static_cast<int>(verdict.exit) == entry["exit"].get<int>());
    if (!entry.contains("rule")) continue;
    CHECK(std::any_of(verdict.failures.begin(), verdict.failures.end(), [&](const verify::Failure& failure) {
      return failure.rule == entry["rule"].get<int>() &&
             (!entry.contains("index") || failure.index == entry["index"].get<std::uint64_t>());
    }));
  }
}

TEST_CASE("every published receipt gives the verdict that the index of vectors states") {
  for (const auto& entry : read_index()["receipts"]) {
    const std::string folder = entry["folder"];
    verify::DirectorySource receipt((vectors / folder).string());
    const verify::ReceiptOptions options{.receipt = &receipt, .policy = policy_of(folder)};
    const verify::ReceiptVerdict verdict = verify::check_receipt(crypto::NativeHost(), options);
    INFO(folder << "\n" << verdict.text());
    CHECK(static_cast<int>(verdict.exit) == entry["exit"].get<int>());
  }
}
