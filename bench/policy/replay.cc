// bench_policy_replay FILE [COPIES]: the requests of a file, COPIES times over, through five policies with four
// profiles, on one thread and on two; beside the floor, which is to copy the bytes and to count their line feeds.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "base/files.h"
#include "policy/replay_stream.h"

namespace {

using namespace writ;
using Clock = std::chrono::steady_clock;

constexpr std::size_t file_bytes_max = std::size_t{1} << 30;

/// Gives the text again and again.
class Copies {
 public:
  Copies(const std::string& text, std::uint64_t copies) : text_(text), left_(copies * text.size()) {}
  std::size_t read(char* bytes, std::size_t size) {
    const std::size_t at = static_cast<std::size_t>(given_ % text_.size());
    const std::size_t count = std::min<std::uint64_t>({size, text_.size() - at, left_});
    std::memcpy(bytes, text_.data() + at, count);
    given_ += count;
    left_ -= count;
    return count;
  }

 private:
  const std::string& text_;
  std::uint64_t left_;
  std::uint64_t given_ = 0;
};

template <class Loaded, class Parse>
void load(const char* folder, std::initializer_list<const char*> names, const Parse& parse, std::vector<Loaded>& into) {
  const base::DiskFiles files;
  for (const char* name : names) {
    const auto path = base::Path(WRIT_SOURCE_DIR) / folder / (std::string(name) + ".toml");
    into.push_back(parse(static_cast<const base::Files&>(files).read(path).value(), name).value());
  }
}

double floor_seconds(const std::string& text, std::uint64_t copies) {
  const auto start = Clock::now();
  Copies source(text, copies);
  std::vector<char> block(std::size_t{2} << 20);
  std::ptrdiff_t lines = 0;
  while (const std::size_t size = source.read(block.data(), block.size())) {
    lines += std::count(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(size), '\n');
  }
  if (lines == 0) std::puts("no line feeds");
  return std::chrono::duration<double>(Clock::now() - start).count();
}

long resident_mib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

int run(const std::string& text, std::uint64_t copies) {
  policy::ReplayPlan plan;
  load("policies", {"telegram-2018", "telegram-2024-09", "signal", "session", "onion-service"}, policy::Policy::parse,
       plan.policies);
  load("profiles", {"telegram", "signal", "session", "onion-service"}, policy::parse_profile, plan.profiles);
  const policy::Replay empty = policy::Replay::make(std::move(plan)).value();
  const double floor = floor_seconds(text, copies);
  std::printf("%-10s %12s %9s %14s %12s %8s\n", "threads", "requests", "seconds", "decisions/s", "x the floor", "MiB");
  for (const unsigned threads : {1U, 2U}) {
    policy::Replay replay = empty.empty();
    Copies copied(text, copies);
    const policy::ReplaySource source{
        .read = [&](char* bytes, std::size_t size) -> base::Result<std::size_t> { return copied.read(bytes, size); },
        .step = [](std::uint64_t) {}};
    const auto start = Clock::now();
    const auto faults = policy::replay_lines(source, replay, threads);
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (!faults || faults->count != 0) return std::fputs("the file has bad lines\n", stderr), 1;
    const double decisions = static_cast<double>(replay.requests()) * 5;  // one of each policy; profiles cost none
    std::printf("%-10u %12llu %9.2f %14.0f %12.1f %8ld\n", threads, static_cast<unsigned long long>(replay.requests()),
                seconds, decisions / seconds, seconds / floor, resident_mib());
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return std::fputs("usage: bench_policy_replay FILE [COPIES]\n", stderr), 2;
  const base::DiskFiles files;
  const auto text = static_cast<const base::Files&>(files).read(arguments[1], file_bytes_max);
  if (!text || text->empty()) return std::fputs("the file cannot be read\n", stderr), 2;
  return run(*text, count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 1);
}
