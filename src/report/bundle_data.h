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
#include "log/format/report_json.h"

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

struct BundleFile {
  std::string name;
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;  // lines of a .jsonl file, else 0
  std::string sha256;
};

struct Bundle {
  log::Report published;
  std::vector<Entry> opened;                    // ascending by index
  std::vector<Entry> references;                // ascending by index
  std::vector<BundleFile> files;                // in the order of section 5, those that are there
  std::map<std::string, std::string> contents;  // name -> bytes, so that the site can hand them out
};

/// corrupt, with file, line and rule, if a file of the bundle is absent, malformed or not the one that report.json
/// names.
base::Result<Bundle> read_bundle(const base::Host& host, const base::Files& files, const base::Path& folder);

}  // namespace writ::report
