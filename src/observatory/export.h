// The table as files that other programs read: one CSV for each platform, one JSON, what was found, and a Frictionless
// data package that describes them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "observatory/check.h"
#include "observatory/table.h"

namespace writ::observatory {

struct ExportFile {
  std::string name;
  std::string content;
};

struct ExportOptions {
  bool json = true;  // observations.json, about twenty times the size of a platform's CSV
};

/// `<platform>.csv`, `observations.json`, `findings.csv`, `datapackage.json`. `observations` as Store::observations
/// gives them; the same figures give the same bytes.
std::vector<ExportFile> export_files(std::span<const Observation> observations, std::span<const Finding> findings,
                                     const ExportOptions& options);

/// The ten columns, in the order of the table. Lines end with LF.
std::string observations_csv(std::span<const Observation> observations);
/// RFC 4180: quoted where it must be.
std::string csv_field(std::string_view text);

}  // namespace writ::observatory
