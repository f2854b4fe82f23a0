#include "policy/replay_stream.h"

#include <algorithm>
#include <optional>
#include <thread>

#include "policy/replay_chunks.h"
#include "policy/replay_line.h"

namespace writ::policy {

namespace {

/// One thread's part: its own reader and tally, so that nothing is shared but the chunks.
struct Part {
  explicit Part(Replay replay) : tally(std::move(replay)) {}

  Replay tally;
  ReplayFaults faults;
  std::optional<base::Error> stopped;

  void count(ReplayLineReader& reader, std::string_view line, std::uint64_t number) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return;
    auto item = reader.read(line);
    base::Result<> added = item ? tally.add(*item, number) : std::unexpected(std::move(item).error());
    if (!added) faults.add(number, std::move(added).error());
  }

  void run(ReplayChunks& chunks) {
    ReplayLineReader reader(tally.facts());
    ReplayChunk chunk;
    for (;;) {
      const auto more = chunks.next(chunk);
      if (!more) stopped = more.error();
      if (!more || !*more) return;
      if (chunk.is_too_long) {
        faults.add(chunk.first_line, {base::Errc::invalid, "", "more than 2 MiB", "a line is at most 1 MiB"});
      }
      std::string_view rest(chunk.bytes.data(), chunk.size);
      for (std::uint64_t number = chunk.first_line; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        count(reader, rest.substr(0, end), number);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  }
};

}  // namespace

void ReplayFaults::add(std::uint64_t line, base::Error error) {
  ++count;
  if (first.size() < shown_max) first.push_back({line, std::move(error)});
}

void ReplayFaults::merge(ReplayFaults other) {
  count += other.count;
  std::ranges::move(other.first, std::back_inserter(first));
  std::ranges::sort(first, {}, &ReplayFault::line);
  if (first.size() > shown_max) first.resize(shown_max);
}

base::Result<ReplayFaults> replay_lines(const ReplaySource& source, Replay& replay, unsigned threads) {
  ReplayChunks chunks(source);
  std::vector<Part> parts;
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) parts.emplace_back(replay.empty());
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < parts.size(); ++i) others.emplace_back([&, i] { parts[i].run(chunks); });
    parts.front().run(chunks);
  }
  ReplayFaults faults;
  for (Part& part : parts) {
    if (part.stopped) return std::unexpected(std::move(*part.stopped));
    replay.merge(part.tally);
    faults.merge(std::move(part.faults));
  }
  return faults;
}

}  // namespace writ::policy
