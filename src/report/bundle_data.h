// One published period as this room reads it: report.json, the opened rows and the files they came from.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/files.h"
#include "base/host.h"
#include "base/result.h"
#include "base/time.h"
#include "log/format/entry.h"

namespace writ::report {

using Codes = std::map<std::string, std::uint64_t>;

/// One line of openings.jsonl or references.jsonl. Held: a request whose row is not shown; `values` are empty then.
struct Entry {
  std::uint64_t index = 0;
  base::Hash body_root{};
  bool held = false;
  log::Kind kind = log::Kind::request;
  log::Values values;  // as committed: HASH fields are 32 raw bytes
};

struct Restated {
  std::uint64_t index = 0;
  std::string request;  // "0x" and 64 hex digits
  int position = 0;
  std::string value;
  std::string reason;
};

struct LateTick {
  std::string tick;
  std::uint64_t size = 0;
  std::string cosigned;  // empty: never
};

/// report.json (counted-log.md section 5).
struct Published {
  std::string origin;
  base::Period period;
  std::uint64_t first_index = 0;
  std::uint64_t close_index = 0;
  base::Time published_at;
  base::Day next_report;
  std::vector<std::string> policies;
  std::map<std::string, Codes> totals;  // measure -> country, `--` or `all` -> count
  std::map<std::string, Codes> by;      // dimension -> code or `--` -> count
  std::vector<Restated> restated;
  std::vector<LateTick> late_ticks;
  std::string unverified;               // a JSON object, as text
};

struct BundleFile {
  std::string name;
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;  // lines of a .jsonl file, else 0
  std::string sha256;
};

struct Bundle {
  Published published;
  std::vector<Entry> opened;      // ascending by index
  std::vector<Entry> references;  // ascending by index
  std::vector<BundleFile> files;  // in the order of section 5, those that are there
  std::map<std::string, std::string> contents;  // name -> bytes, so that the site can hand them out
};

/// corrupt, with file, line and rule, if a file of the bundle is absent or malformed.
base::Result<Bundle> read_bundle(const base::Host& host, const base::Files& files, const base::Path& folder);

}  // namespace writ::report
