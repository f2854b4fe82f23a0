#include "demo/build.h"

#include <unistd.h>

#include <filesystem>

#include "app/local_witnesses.h"
#include "app/publish.h"
#include "app/receipts.h"
#include "demo/calibration.h"
#include "demo/messenger.h"
#include "demo/officers.h"
#include "demo/simulate.h"

namespace writ::demo {

namespace {

constexpr std::size_t accounts = 10'000;
constexpr base::Time log_start = base::Day(std::chrono::year(2024) / 1 / 1);
constexpr base::Time log_end = base::Day(std::chrono::year(2025) / 2 / 1);  // both reports are out and ticked
constexpr const char* marker = "SYNTHETIC.txt";
constexpr const char* marker_text =
    "Synthetic data, calibrated to published totals. Made by `writ demo build`; a further run replaces this folder.\n";

/// A folder that goes away again.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(std::filesystem::temp_directory_path() / ("writ-demo-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() {
    std::error_code ignored;  // what is left in the system's temporary folder harms nobody
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const base::Path& path() const { return path_; }

 private:
  base::Path path_;
};

std::vector<std::string> countries() {
  std::vector<std::string> codes;
  for (const Calibration& row : calibration()) codes.emplace_back(row.country);
  return codes;
}

std::vector<StreamCase> stream_of(std::uint64_t seed, std::vector<SampleAccount> sample, const std::vector<TestOfficer>& officers) {
  StreamOptions options{.seed = seed, .accounts = std::move(sample), .senders = {}};
  for (const TestOfficer& officer : officers) options.senders.push_back({officer.email, officer.agency, officer.country});
  return make_stream(options);
}

base::Result<std::vector<StreamCase>> read_stream(const std::string& lines) {
  std::vector<StreamCase> stream;
  std::size_t number = 0;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    ++number;
    auto item = from_line(std::string_view(lines).substr(at, end - at));
    if (!item) {
      item.error().field = "stream line " + std::to_string(number) + ": " + item.error().field;
      return std::unexpected(item.error());
    }
    stream.push_back(std::move(*item));
    at = end + 1;
  }
  return stream;
}

base::Result<std::vector<policy::Policy>> parse_policies(const std::vector<std::string>& texts) {
  std::vector<policy::Policy> policies;
  for (const std::string& text : texts) {
    TRY(policy::Policy policy, policy::Policy::parse(text, "policy"));
    policies.push_back(std::move(policy));
  }
  return policies;
}

/// Everything below a root that has a temporary name.
base::Result<> fill(const BuildOptions& options, const base::Path& root) {
  base::DiskFiles files;
  base::OsRandom random;
  base::ManualClock clock(log_start - std::chrono::hours(6));
  TRY_VOID(files.write(root / marker, marker_text));

  TRY(const auto officers, make_officers(random, countries()));
  TRY_VOID(write_officer_keys(files, root / "keys", officers));
  std::filesystem::create_directories(root / "state");
  TRY_VOID(make_messenger(root / "state" / "messenger.db", options.seed, accounts));

  const app::Settings settings{.provider_name = "Example Messenger",
                               .origin = "messenger.example/writ/test",
                               .site_url = "https://messenger.example/",
                               .mail_from = "transparency@messenger.example",
                               .synthetic = true,
                               .messenger = "state/messenger.db",
                               .profile = options.profile,
                               .first_period = *base::parse_period("2024-01-01/2024-09-30"),
                               .package_kept = std::chrono::days{3650},  // a year is over when it is shown: else none would be left
                               .mirror = "state/mirror",
                               .clock_offset = log_end - base::SystemClock().now()};
  TRY_VOID(app::create_deployment(root, settings, clock.now(), random));
  TRY_VOID(app::make_local_witnesses(root, random));
  TRY(const auto deployment, app::Deployment::open({.root = root, .clock = clock, .random = random, .sequence = true, .share = options.share}));
  TRY(const Tokens tokens, add_people(*deployment, officers));

  std::vector<StreamCase> stream;
  if (options.stream) {
    TRY(stream, read_stream(*options.stream));
  } else {
    TRY(auto sample, read_accounts(root / "state" / "messenger.db"));
    stream = stream_of(options.seed, std::move(sample), officers);
  }
  std::string lines;
  std::string requests;
  for (const StreamCase& item : stream) {
    lines += to_line(item) + "\n";
    requests += replay_line(item) + "\n";
  }
  TRY_VOID(files.write(root / "stream.jsonl", lines));
  TRY_VOID(files.write(root / "requests.jsonl", requests));

  TRY(auto policies, parse_policies(options.policies));
  base::BarProgress progress("A year of requests");
  TRY_VOID(simulate({.deployment = *deployment, .clock = clock, .tokens = tokens, .policies = std::move(policies), .start = log_start, .end = log_end},
                    stream, progress));
  TRY(const auto refs, deployment->casework->list(std::nullopt, stream.size()));
  base::BarProgress exporting("Receipts");
  for (std::size_t i = 0; i < refs.size(); ++i) {
    exporting.step(i + 1, refs.size());
    TRY_VOID(app::export_receipts(*deployment, refs[i], deployment->layout.receipts() / refs[i]));
  }
  return {};
}

/// Nothing there, an empty folder, or a demo of ours.
base::Result<> may_replace(const base::Path& root) {
  std::error_code error;
  if (!std::filesystem::exists(root)) return {};
  if (!std::filesystem::is_directory(root)) return base::fail(base::Errc::conflict, root.string(), "", "is a file; a folder is needed");
  if (!std::filesystem::is_empty(root, error) && !std::filesystem::exists(root / marker)) {
    return base::fail(base::Errc::conflict, root.string(), "", "is not empty and not a demo; nothing was changed");
  }
  return {};
}

base::Result<> make_room(const base::Path& root) {
  std::error_code error;
  std::filesystem::remove_all(root, error);
  if (error) return base::fail(base::Errc::unavailable, root.string(), "", "cannot be replaced: " + error.message());
  return {};
}

}  // namespace

base::Result<> build_demo(const BuildOptions& options) {
  const base::Path root = std::filesystem::absolute(options.root).lexically_normal();
  const base::Path target = root.filename().empty() ? root.parent_path() : root;
  const base::Path building = base::Path(target).concat(".building");
  std::error_code error;
  std::filesystem::remove_all(building, error);  // of a run that did not end
  TRY_VOID(may_replace(target));
  if (auto filled = fill(options, building); !filled) {
    std::filesystem::remove_all(building, error);  // it holds keys, and is of no use
    return filled;
  }
  TRY_VOID(make_room(target));
  std::filesystem::rename(building, target, error);
  if (error) return base::fail(base::Errc::unavailable, target.string(), "", "cannot put the demo in place: " + error.message());
  return {};
}

base::Result<std::string> headline_stream(std::uint64_t seed) {
  const TemporaryFolder folder;
  base::OsRandom random;
  TRY_VOID(make_messenger(folder.path() / "messenger.db", seed, accounts));
  TRY(auto sample, read_accounts(folder.path() / "messenger.db"));
  TRY(const auto officers, make_officers(random, countries()));
  std::string lines;
  for (const StreamCase& item : stream_of(seed, std::move(sample), officers)) lines += to_line(item) + "\n";
  return lines;
}

}  // namespace writ::demo
