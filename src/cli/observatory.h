// Arguments and entry points of `writ observatory`. Exit codes as in commands.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace writ::cli {

inline constexpr const char* observatory_db_default = "observatory.db";

struct ObservatoryImportArguments {
  std::vector<std::string> files;  // or folders
  std::string db = observatory_db_default;
  bool all = false;  // print every finding
};
int run_observatory_import(const ObservatoryImportArguments& arguments);

struct ObservatoryShowArguments {
  std::string db = observatory_db_default;
  std::string platform;
  std::string country;
  std::string measure;
  bool findings = false;  // what was found in the files, instead of figures
};
int run_observatory_show(const ObservatoryShowArguments& arguments);

struct ObservatoryCheckArguments {
  std::string db = observatory_db_default;
  bool gaps = false;
  bool json = false;
};
int run_observatory_check(const ObservatoryCheckArguments& arguments);

struct ObservatorySurgeArguments {
  std::string db = observatory_db_default;
  std::string platform = "telegram";
  std::string measure = "requests_fulfilled";
  std::string event = "2024-09-24";
  std::optional<std::string> country;  // absent: the table of all
  std::optional<std::string> window;   // first/last day
  bool json = false;
};
int run_observatory_surge(const ObservatorySurgeArguments& arguments);

struct ObservatoryDisplacementArguments {
  std::string db = observatory_db_default;
  std::string event = "2024-09-24";
  std::string country;
  std::optional<std::string> window;  // first/last day
  bool json = false;
};
int run_observatory_displacement(const ObservatoryDisplacementArguments& arguments);

struct ObservatoryExportArguments {
  std::string db = observatory_db_default;
  std::string out;  // folder
  bool csv_only = false;
};
int run_observatory_export(const ObservatoryExportArguments& arguments);

}  // namespace writ::cli
